"""A candidate that is lost with its forkserver costs the submission nothing."""

import logging

import nbformat.v4
import pytest

from graders.errors import CourseError
from graders.pipeline.candidate import CellRun, Ending
from graders.pipeline.inprocess import InProcessExaminer
from graders.pipeline.run import ABANDONMENTS, SubmissionRun

SOURCES = ["first = 1", "second = first + 1", "second"]


class ScriptedCandidate:
    """A candidate whose forkserver ends before a cell, or that ends at one by itself.

    Args:
        ran: Where the sources that it runs are written down.
        abandoned_at: The source before which its forkserver ends.
        dies_at: The source that ends it.
    """

    def __init__(self, ran: list[str], abandoned_at: str = "", dies_at: str = "") -> None:
        self.ran, self.abandoned_at, self.dies_at = ran, abandoned_at, dies_at

    def run(self, source: str, seconds: float) -> CellRun:
        """Run a cell."""
        if source == self.abandoned_at:
            return CellRun(Ending.ABANDONED)
        self.ran.append(source)
        if source == self.dies_at:
            return CellRun(Ending.DIED, why="ended the Python process")
        return CellRun(Ending.DONE)

    def close(self) -> None:
        """End it."""
        self.ran.append("closed")


def submission(candidates) -> SubmissionRun:
    cells = [nbformat.v4.new_code_cell(source) for source in SOURCES]
    return SubmissionRun(
        notebook=nbformat.v4.new_notebook(cells=cells),
        lesson="90_tiny",
        exercises={},
        examiner=InProcessExaminer(),
        start=lambda: next(candidates)(),
        log=logging.getLogger("abandoned"),
    )


def test_the_cell_is_run_again_in_another_candidate():
    ran: list[str] = []
    run = submission(
        iter([lambda: ScriptedCandidate(ran, abandoned_at=SOURCES[1]), lambda: ScriptedCandidate(ran)])
    )
    run.go()
    assert ran == [SOURCES[0], "closed", *SOURCES, "closed"]
    assert run.stopped == {}


def test_a_cell_that_ends_its_candidate_is_not_run_again():
    ran: list[str] = []
    run = submission(
        iter([lambda: ScriptedCandidate(ran, dies_at=SOURCES[1]), lambda: ScriptedCandidate(ran)])
    )
    run.go()
    assert ran == [*SOURCES[:2], "closed", SOURCES[0], SOURCES[2], "closed"]
    assert run.stopped == {1: "ended the Python process"}


def test_a_candidate_that_never_answers_is_replaced():
    ran: list[str] = []

    def silent() -> ScriptedCandidate:
        raise RuntimeError("Kernel died before replying to kernel_info")

    run = submission(iter([silent, lambda: ScriptedCandidate(ran)]))
    run.go()
    assert ran == [*SOURCES, "closed"]


def test_a_machine_that_loses_every_candidate_is_told():
    ran: list[str] = []
    made = [lambda: ScriptedCandidate(ran, abandoned_at=SOURCES[0])] * (ABANDONMENTS + 1)
    with pytest.raises(CourseError, match="no fault of the submission"):
        submission(iter(made)).go()
    assert ran == ["closed"] * (ABANDONMENTS + 1)

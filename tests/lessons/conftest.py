"""Judges the answer bank beside a lesson's worked examples, which run once for all answers."""

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from coursework.evidence import capture
from graders.answers.bank import Answer, answers
from graders.build.refusals import released_text
from graders.build.source import Cell, Role, read_source
from graders.criteria import Verdict
from graders.criteria.registry import exercise as find
from graders.criteria.registry import exercises
from graders.evidence import request
from graders.examiner.judging import judge_here
from graders.pipeline.demonstrations import left_out
from graders.pipeline.inprocess import prepare

SOLUTIONS = Path(__file__).resolve().parents[2] / "solutions"
SHARED = {"03_functional": ("triage",), "04_layer_graphs": ("base",)}
"""Models of a lesson on which answers grow new ones; some train or freeze them along."""
MAGIC = re.compile(r"^%.*$", re.MULTILINE)
"""A line for IPython alone: how it shows an error or a board is nothing to a verdict."""


def demonstrations_to_skip(lesson: str) -> set[str]:
    """Give the sources of demonstrations whose names neither an answer of the bank nor a test here reads.

    Args:
        lesson: The lesson's name, `NN_topic`.
    """
    tried: dict[str, str] = {}
    for answer in answers(lesson):
        tried[answer.exercise] = tried.get(answer.exercise, "") + answer.source + "\n"
    notebook = prepare(lesson, tried)
    asked = {name for exercise in exercises(lesson).values() for name in exercise.evidence}
    test = Path(__file__).with_name(f"test_{lesson}.py")
    asked |= set(re.findall(r"\w+", test.read_text(encoding="utf-8") if test.is_file() else ""))
    return {notebook.cells[index].source for index in left_out(notebook, asked)}


class Stage:
    """A lesson with its worked examples run: answers are put on it one by one, each on names of its own.

    Demonstrations that nothing here needs are skipped, as in grading. `deleted` has the folders that the
    lesson asked to delete.

    Args:
        lesson: The lesson's name, `NN_topic`.
    """

    def __init__(self, lesson: str):
        cells, problems = read_source(SOLUTIONS / f"{lesson}.py")
        assert not problems, problems
        self.lesson = lesson
        self.solutions: dict[str, Cell] = {}
        self._checks = {cell.exercise: cell.text for cell in cells if cell.role is Role.GRADE}
        self._before: dict[str, dict[str, Any]] = {}
        self.deleted: list[Path] = []
        names: dict[str, Any] = {"__name__": "__main__"}
        skipped = demonstrations_to_skip(lesson)
        for cell in cells:
            if cell.role is Role.SOLUTION:
                self.solutions[cell.exercise] = cell
                self._before[cell.exercise] = dict(names)
            elif cell.role is Role.EXAMPLE and cell.text not in skipped:
                # A lesson deletes its folder at the end; answers and checks write there, too.
                with patch.object(tempfile.TemporaryDirectory, "cleanup", autospec=True) as cleanup:
                    error = _run(cell.text, names)
                self.deleted += [Path(call.args[0].name) for call in cleanup.call_args_list]
                assert (error is not None) == ("raises-exception" in cell.tags), (cell.line, error)
        self.names = names
        self._weights = {name: names[name].get_weights() for name in SHARED.get(lesson, ())}

    def judge(self, exercise: str, source: str) -> tuple[Verdict, Exception | None]:
        """Run one answer where its exercise stands in the lesson, and judge it.

        Args:
            exercise: The exercise's name.
            source: The source of its solution cell.

        Returns:
            The verdict, and what the answer raised.
        """
        verdict, error, _ = self._judge(exercise, source, check=False)
        return verdict, error

    def _judge(
        self, exercise: str, source: str, *, check: bool
    ) -> tuple[Verdict, Exception | None, Exception | None]:
        """Run one answer, judge it, and run the check that learners see; give also what that raised."""
        import keras

        asked = find(self.lesson, exercise)
        names = dict(self._before[exercise])
        keras.utils.set_random_seed(0)
        try:
            error = _run(source, names)
            document = capture(names, request(asked.evidence))
            verdict = judge_here(asked, document, lambda questions: capture(names, questions))
            return verdict, error, _run(self._checks[exercise], names) if check else None
        finally:
            self._put_back()

    def _put_back(self) -> None:
        """Make the models that answers share what they were when the lesson had run."""
        for name, weights in self._weights.items():
            model = self.names[name]
            for layer in [model, *model.layers]:
                layer.trainable = True
            model.set_weights(weights)

    def released(self, exercise: str) -> str:
        """The solution cell as the lesson gives it out."""
        return released_text(self.solutions[exercise])

    def hold_to_label(self, answer: Answer) -> None:
        """Assert that a stored answer gets all points, or loses what its label says, in the words it says."""
        verdict, error, refused = self._judge(answer.exercise, answer.source, check=answer.right)
        assert not verdict.needs_teacher, [judgement.fault for judgement in verdict.judgements]
        lost = {judgement.name for judgement in verdict.judgements if judgement.points < judgement.max_points}
        if answer.right:
            assert error is None
            assert not lost, str(verdict)
            assert refused is None, f"the check that learners see refuses it: {refused}"
        else:
            assert lost == set(answer.loses), str(verdict)
            said = str(verdict).lower()
            assert not [words for words in answer.says if words.lower() not in said], said


@pytest.fixture(scope="session")
def stage_of():
    """Give the stage of a lesson by its name; each is set up once a session."""
    return cache(Stage)


@pytest.fixture(scope="module")
def stage(stage_of, request):
    """Give the stage of the lesson that a test module names as `LESSON`."""
    return stage_of(request.module.LESSON)


def _run(source: str, names: dict[str, Any]) -> Exception | None:
    with _working_in(SOLUTIONS):
        try:
            exec(compile(MAGIC.sub("", source), "answer", "exec"), names)
        except Exception as error:  # what a learner's cell raises is part of the answer
            return error
    return None


@contextmanager
def _working_in(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    # As a kernel has it: no window for pictures, and `dot`, which plot_model calls, beside the interpreter
    # or, where Graphviz is not installed, the course's own.
    programs = SOLUTIONS.parent / "coursework" / "programs"
    path = [str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath), str(programs)]
    path = os.pathsep.join(path)
    os.chdir(folder)
    try:
        with patch.dict(os.environ, {"MPLBACKEND": "Agg", "PATH": path}):
            yield
    finally:
        os.chdir(before)

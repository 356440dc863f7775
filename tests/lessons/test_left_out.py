"""A lesson graded without its demonstrations is the same lesson: what else it prints, and every verdict."""

import contextlib
import io

import nbformat
import pytest

from graders.build.compare import text_difference, tolerance_of
from graders.build.layout import lessons
from graders.build.outputs import stable
from graders.build.source import Role, read_source
from graders.criteria.registry import exercises
from graders.pipeline.candidate import CellRun
from graders.pipeline.demonstrations import is_demonstration, left_out
from graders.pipeline.inprocess import (
    ROOT,
    InProcessCandidate,
    InProcessExaminer,
    prepare,
    working_in,
)
from graders.pipeline.run import SubmissionRun


def solved(lesson):
    """Make the notebook of a learner who answers like the author."""
    cells, _ = read_source(ROOT / "solutions" / f"{lesson}.py")
    return prepare(lesson, {cell.exercise: cell.text for cell in cells if cell.role is Role.SOLUTION})


def demonstrations(lesson):
    notebook = nbformat.read(ROOT / "solutions" / lesson / f"{lesson}.ipynb", as_version=4)
    return {index for index, cell in enumerate(notebook.cells) if is_demonstration(cell)}


WITH_SOME = [lesson.name for lesson in lessons(ROOT) if demonstrations(lesson.name)]


class Listening(InProcessCandidate):
    """A candidate that keeps what each cell prints."""

    printed: dict[str, str]

    def run(self, source: str, seconds: float) -> CellRun:
        """Run a cell."""
        with contextlib.redirect_stdout(io.StringIO()) as stdout, contextlib.redirect_stderr(io.StringIO()):
            result = self._shell.run_cell(source, store_history=False)
        self.printed[source] = stdout.getvalue()
        error = result.error_before_exec or result.error_in_exec
        return CellRun(error=f"{type(error).__name__}" if error else "")


@pytest.mark.parametrize("lesson", WITH_SOME)
def test_every_demonstration_can_be_left_out(lesson):
    asked = [name for exercise in exercises(lesson).values() for name in exercise.evidence]
    assert left_out(solved(lesson), asked) == demonstrations(lesson)


@pytest.mark.parametrize("lesson", WITH_SOME)
def test_nothing_else_of_the_lesson_changes_without_them(lesson, monkeypatch):
    printed: dict[str, str] = {}
    monkeypatch.setattr(Listening, "printed", printed, raising=False)
    examiner = InProcessExaminer()
    with working_in(ROOT):
        run = SubmissionRun(solved(lesson), lesson, examiner.describe(lesson), examiner, Listening)
        verdicts = run.go()
    assert {name: v.points for name, v in verdicts.items()} == {n: v.max_points for n, v in verdicts.items()}
    executed = nbformat.read(ROOT / "solutions" / lesson / f"{lesson}.ipynb", as_version=4)
    compared = 0
    for cell in executed.cells:
        # Errors and displays are printed too by a shell outside a kernel.
        if cell.cell_type != "code" or cell.source not in printed:
            continue
        if cell.outputs and all(each.get("name") == "stdout" for each in cell.outputs):
            stored = "".join(each.text for each in cell.outputs)
            tolerance = tolerance_of(cell.metadata.get("tags", []), bool(cell.metadata.get("nbgrader")))
            assert text_difference(stored, stable(printed[cell.source], ROOT), tolerance) is None, cell.source
            compared += 1
    assert compared >= 5

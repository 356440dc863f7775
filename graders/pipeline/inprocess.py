"""The quick way: a lesson's cells, the answers and the checks in one process, for authors and pytest.

It takes the same steps as sealed grading, by the same code; only candidate and examiner are stand-ins that
live in this process. Use it for answers you trust.
"""

import contextlib
import io
import os
import sys
import traceback
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from coursework.evidence import capture
from graders.criteria import Verdict, judge, unjudged
from graders.criteria.registry import exercise as find
from graders.criteria.registry import exercises
from graders.errors import CourseError
from graders.evidence import request
from graders.examiner import ExerciseDescription
from graders.examiner.client import Ask
from graders.examiner.judging import judge_here
from graders.pipeline.candidate import CellRun, Ending
from graders.pipeline.master import read_master
from graders.pipeline.merge import merge
from graders.pipeline.reading import SubmittedCell
from graders.pipeline.run import SubmissionRun

ROOT = Path(__file__).resolve().parents[2]


def judge_answers(lesson: str, answers: Mapping[str, str], root: Path = ROOT) -> dict[str, Verdict]:
    """Run a lesson with some exercises answered, and judge them all.

    Args:
        lesson: The lesson's name, `NN_topic`.
        answers: Source of the solution cell for each exercise that is answered.
        root: The course's top folder, which is the working folder meanwhile.

    Returns:
        The verdict of every exercise of the lesson.

    Raises:
        CourseError: The lesson is not built, or has no such exercise.
    """
    notebook = prepare(lesson, answers, root)
    examiner = InProcessExaminer()
    with working_in(root):
        return SubmissionRun(
            notebook, lesson, examiner.describe(lesson), examiner, InProcessCandidate, whose="in this process"
        ).go()


def prepare(lesson: str, answers: Mapping[str, str], root: Path = ROOT) -> NotebookNode:
    """Make the notebook to grade from answers alone.

    Args:
        lesson: The lesson's name, `NN_topic`.
        answers: Source of the solution cell for each exercise that is answered.
        root: The course's top folder.

    Returns:
        What `SubmissionExporter` makes of a submission with these answers.

    Raises:
        CourseError: The lesson is not built, or has no such exercise.
    """
    from traitlets.config.loader import PyFileConfigLoader

    config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    master = read_master(root / "solutions" / lesson / f"{lesson}.ipynb", config)
    unknown = set(answers) - set(exercises(lesson))
    if unknown:
        raise CourseError(f"Lesson {lesson} has no exercise {', '.join(sorted(unknown))}.")
    cells = [
        SubmittedCell(
            cell.cell_type, cell.source, cell.id, cell.metadata.get("nbgrader", {}).get("grade_id", "")
        )
        for cell in master.cells
    ]
    for cell in cells:
        cell.source = answers.get(cell.grade_id.removesuffix("-solution"), cell.source)
    return merge(master, cells).notebook


class InProcessCandidate:
    """Runs cells in this process, in a namespace of their own. It has no limits."""

    def __init__(self) -> None:
        from IPython.core.interactiveshell import InteractiveShell

        if "keras" in sys.modules:
            # A fresh process would count layers from one again.
            sys.modules["keras"].utils.clear_session()
        self._shell = InteractiveShell()

    def run(self, source: str, seconds: float) -> CellRun:
        """Run a cell; the time is not limited."""
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            result = self._shell.run_cell(source, store_history=False)
        error = result.error_before_exec or result.error_in_exec
        if error is None:
            return CellRun()
        return CellRun(Ending.RAISED, error=f"{type(error).__name__}: {error}"[:1000])

    def capture(self, asked: Mapping[str, Any], seconds: float) -> CellRun:
        """Take evidence; the time is not limited."""
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            return CellRun(body=capture(self._shell.user_ns, dict(asked)))

    def close(self) -> None:
        """Forget the namespace."""
        self._shell.reset(new_session=False)


class InProcessExaminer:
    """Judges in this process."""

    def describe(self, lesson: str) -> dict[str, ExerciseDescription]:
        """Tell a lesson's exercises, as `graders.examiner.Examiner.describe` does."""
        return {
            name: ExerciseDescription(
                lesson,
                name,
                tuple(exercise.evidence),
                request(exercise.evidence),
                tuple(
                    {"name": criterion.name, "points": criterion.points, "read": criterion.read}
                    for criterion in exercise.criteria
                ),
            )
            for name, exercise in exercises(lesson).items()
        }

    def submit(
        self,
        lesson: str,
        exercise: str,
        document: bytes | None,
        *,
        attempted: bool | None = None,
        note: str = "",
        absent: str = "",
        submission: str = "",
        ask: Ask | None = None,
    ) -> "Future[Verdict]":
        """Judge at once; arguments as in `graders.examiner.Examiner.submit`."""
        asked = find(lesson, exercise)
        answer: Future[Verdict] = Future()
        if attempted is False:
            answer.set_result(judge(asked, {}, attempted=False, note=note))
            return answer
        try:
            verdict = judge_here(asked, document or b"", ask, absent=absent, attempted=attempted, note=note)
        except Exception:
            verdict = unjudged(asked, traceback.format_exc(), note=note)
        answer.set_result(verdict)
        return answer

    def finish(self, submission: str) -> None:
        """Do nothing: there is no process to let go of."""


@contextlib.contextmanager
def working_in(folder: Path) -> Iterator[None]:
    """Make a folder the working folder for a while."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)

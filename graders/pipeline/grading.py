"""One submission graded: its files in, a graded notebook and its verdicts out.

`grade` is a plain function. It knows no gradebook, no converter of nbgrader's and no other submission, so
that whatever schedules gradings (`graders/pipeline/schedule.py`) may call it wherever the course, a sandbox
and the files are. What came of it is written down by `graders/pipeline/coordinator.py`.
"""

import logging
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from traitlets.config import Config

from graders.criteria import Verdict
from graders.pipeline.marks import NotebookMark
from graders.pipeline.master import read_master
from graders.pipeline.merge import merge
from graders.pipeline.reading import UnreadableSubmissionError, cells_in
from graders.pipeline.run import Judges, RunLimits, RunsCells, SubmissionRun


@dataclass(frozen=True)
class SubmittedNotebook:
    """A notebook as it was handed in.

    Args:
        name: Its name, without the file's ending.
        content: The file.
        refusal: Why the file could not be read, in one sentence; empty when it could.
        fingerprint: What the grading is made from.
    """

    name: str
    content: bytes = b""
    refusal: str = ""
    fingerprint: str = ""


@dataclass(frozen=True)
class Submission:
    """One submission of a lesson, with all that its grading needs of it.

    Args:
        student: The student's id.
        lesson: The lesson's name.
        notebooks: Its notebooks.
        folder: Where it runs. The files beside its notebooks are there; the notebooks to grade are put there.
        masters: The folder of the teacher's notebooks.
        notes: One sentence for each thing about its files that the learner should know.
    """

    student: str
    lesson: str
    notebooks: tuple[SubmittedNotebook, ...]
    folder: Path
    masters: Path
    notes: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Its name in the log."""
        return f"{self.student}/{self.lesson}"


@dataclass(frozen=True)
class Engine:
    """What a grading works with, the same for every submission.

    Args:
        examiner: Judges.
        starter: Finds out, for a submission's folder, how its candidates are started.
        limits: What running a submission may cost.
        demonstrations: Whether worked examples run that no answer needs.
        config: nbgrader's settings, for the markers in the teacher's notebook.
        log: Where the teacher reads what happened.
    """

    examiner: Judges
    starter: Callable[[Path], Callable[[], RunsCells]]
    limits: RunLimits = field(default_factory=RunLimits)
    demonstrations: bool = False
    config: Config = field(default_factory=Config)
    log: logging.Logger = field(default_factory=lambda: logging.getLogger(__name__))


@dataclass(frozen=True)
class GradedNotebook:
    """What came of one notebook.

    Args:
        name: Its name, without the file's ending.
        notebook: The master with the learner's answers, their outputs and the verdicts in it.
        verdicts: The verdict of each exercise.
    """

    name: str
    notebook: NotebookNode
    verdicts: Mapping[str, Verdict]


@dataclass(frozen=True)
class Graded:
    """What came of one submission.

    Args:
        student: The student's id.
        lesson: The lesson's name.
        notebooks: Its notebooks, in the order in which they were handed in.
    """

    student: str
    lesson: str
    notebooks: tuple[GradedNotebook, ...]


def grade(
    submission: Submission, engine: Engine, turn: AbstractContextManager[object] | None = None
) -> Graded:
    """Grade one submission: merge, run, judge.

    Args:
        submission: The submission.
        engine: What it is graded with.
        turn: Entered while the cells run, so that only so many submissions run at once.

    Returns:
        The graded notebooks, with their verdicts.

    Raises:
        CourseError: No candidate or examiner can be had, or the lesson's notebook and its checks differ.
        OSError: The folder cannot be written.
    """
    # A learner's cell finds all of them in its folder, as the first one runs.
    ready = [(each.name, _make_ready(submission, each, engine)) for each in submission.notebooks]
    graded = []
    for name, notebook in ready:
        verdicts = run_merged(
            notebook, submission.lesson, submission.folder, engine, label=submission.label, turn=turn
        )
        mark = NotebookMark.read(notebook)
        mark.graded = True
        mark.write(notebook)
        graded.append(GradedNotebook(name, notebook, verdicts))
    return Graded(submission.student, submission.lesson, tuple(graded))


def run_merged(
    notebook: NotebookNode,
    lesson: str,
    folder: Path,
    engine: Engine,
    *,
    label: str = "",
    turn: AbstractContextManager[object] | None = None,
) -> dict[str, Verdict]:
    """Run and judge a notebook that `merge` made.

    Args:
        notebook: The notebook; outputs, verdicts and notes are written into it.
        lesson: The lesson's name.
        folder: The working folder of its cells.
        engine: What it is graded with.
        label: Name of the submission in the log.
        turn: Entered while the cells run.

    Returns:
        The verdict of each exercise.

    Raises:
        CourseError: No candidate or examiner can be had, or the lesson's notebook and its checks differ.
    """
    return SubmissionRun(
        notebook=notebook,
        lesson=lesson,
        start=engine.starter(folder),
        examiner=engine.examiner,
        exercises=engine.examiner.describe(lesson),
        limits=engine.limits,
        log=engine.log,
        whose=label,
        turn=turn or nullcontext(),
        demonstrations=engine.demonstrations,
    ).go()


def _make_ready(submission: Submission, submitted: SubmittedNotebook, engine: Engine) -> NotebookNode:
    """Make the notebook to grade, and put it where it runs."""
    master = read_master(submission.masters / f"{submitted.name}.ipynb", engine.config)
    notebook, notes, readable = _merge(master, submitted)
    for note in notes:
        engine.log.warning("%s: %s", submission.label, note)
    mark = NotebookMark.read(notebook)
    mark.notes = [*notes, *submission.notes]
    mark.readable = readable
    mark.fingerprint = submitted.fingerprint
    mark.write(notebook)
    text = nbformat.writes(notebook, version=4)
    path = submission.folder / f"{submitted.name}.ipynb"
    path.write_text(f"{text}\n", encoding="utf-8")
    return nbformat.reads(text, as_version=4)


def _merge(master: NotebookNode, submitted: SubmittedNotebook) -> tuple[NotebookNode, list[str], bool]:
    """Give the merged notebook, what is to be said about it, and whether it could be read."""
    if submitted.refusal:
        return merge(master, []).notebook, [submitted.refusal], False
    try:
        merged = merge(master, cells_in(submitted.content))
    except UnreadableSubmissionError as error:
        return merge(master, []).notebook, [str(error)], False
    return merged.notebook, merged.notes, bool(NotebookMark.read(merged.notebook).found)

"""`coursework rehearse`: a notebook run afresh and judged as grading would, where the checks are."""

import argparse
import contextlib
import logging
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from traitlets.config.loader import PyFileConfigLoader

from coursework.desk.progress import Progress, Record, digest, progress_file
from coursework.verdict import Status, Verdict
from graders.build.layout import Lesson, find_root
from graders.build.release import extra_files
from graders.errors import CourseError
from graders.examiner import Examiner
from graders.kernels import SandboxUnavailable
from graders.pipeline.candidate import Candidate
from graders.pipeline.execute import PLAIN, SealedExecute
from graders.pipeline.marks import NotebookMark
from graders.pipeline.master import read_master
from graders.pipeline.merge import merge
from graders.pipeline.reading import UnreadableSubmissionError, read_submission
from graders.pipeline.run import SOLUTION_SUFFIX, SubmissionRun

LOG = logging.getLogger("coursework.rehearse")


EXAMPLE = "coursework rehearse 03_functional"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `coursework rehearse`."""
    parser.add_argument(
        "notebook", metavar="NOTEBOOK", type=Path, help="your notebook, saved: its file, or the lesson's name"
    )


def run(args: argparse.Namespace) -> int:
    """Run and judge a notebook, and say what practice had said otherwise.

    Args:
        args: As `add_arguments` declares.

    Returns:
        0, whatever the points.
    """
    root = _course(args.notebook)
    path = _notebook(args.notebook, root)
    fresh = rehearse(path, root)
    for line in fresh.notes:
        print(line)
    for verdict in fresh.verdicts.values():
        print(verdict)
        print()
    points, most = (
        sum(getattr(verdict, which) for verdict in fresh.verdicts.values())
        for which in ("points", "max_points")
    )
    print(f"{path.name}: {points:g} of {most:g} points in a fresh run.")
    try:
        records = Progress(progress_file(root)).records()
    except OSError as error:
        raise CourseError(f"Your progress cannot be read: {error.filename} ({error.strerror}).") from error
    for line in differences(fresh, records):
        print(line)
    return 0


def _course(notebook: Path) -> Path:
    """Find the course of a notebook, which may stand anywhere; then it is the installed one."""
    for start in (notebook.resolve().parent, Path(__file__).resolve().parent):
        with contextlib.suppress(CourseError):
            return find_root(start)
    return find_root()


def _notebook(asked: Path, root: Path) -> Path:
    """Find a notebook by its path, or by its lesson's name in the folders where learners have their lessons.

    Raises:
        CourseError: There is none.
    """
    if asked.is_file():
        return asked
    folders = [Path(), root / "work", root / "lessons"] if asked.parent == Path() else []
    places = [folder / asked.stem / f"{asked.stem}.ipynb" for folder in folders]
    if found := next((place for place in places if place.is_file()), None):
        return found
    looked = f", and none of that lesson in {root / 'work'} or {root / 'lessons'}" if folders else ""
    raise CourseError(f"There is no notebook {asked}{looked}: name its file.")


@dataclass(frozen=True)
class Fresh:
    """What a fresh run gave.

    Args:
        verdicts: One for each exercise.
        answers: Source of each exercise's answer in the notebook.
        notes: What is to be known about the run.
    """

    verdicts: Mapping[str, Verdict]
    answers: Mapping[str, str]
    notes: tuple[str, ...] = ()


def rehearse(path: Path, root: Path) -> Fresh:
    """Run a notebook from top to bottom as grading would, and judge it.

    Args:
        path: The notebook; its name is the lesson's.
        root: The course's top folder.

    Returns:
        The verdicts, and what is to be known about the run.

    Raises:
        CourseError: It is no notebook, or no lesson's; or there is no candidate or examiner to be had.
    """
    lesson = Lesson(root, path.stem)
    if not lesson.solution.is_file():
        raise CourseError(f"{path.name} is no lesson of this course: keep the name that the lesson has.")
    config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    try:
        merged = merge(read_master(lesson.solution, config), read_submission(path))
    except (UnreadableSubmissionError, OSError) as error:
        raise CourseError(f"{path} cannot be read as a notebook: {error}") from error
    notebook, notes = merged.notebook, list(merged.notes)
    mark = NotebookMark.read(notebook)
    mark.notes, mark.readable = [], bool(mark.found)
    mark.write(notebook)
    # The sandbox shows the data of the course, in which the learner's notebook may not stand.
    config.CourseDirectory.root = str(root)
    steps = SealedExecute(config=config, log=LOG)
    with tempfile.TemporaryDirectory(prefix="coursework-rehearse-") as name, Examiner(log=LOG) as examiner:
        folder = Path(name)
        for extra in extra_files(lesson):
            target = folder / extra.relative_to(lesson.solution.parent)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(extra, target)
        start, without = _starter(steps, folder)
        if without:
            notes.append(f"There is no sandbox here ({without}): the notebook ran with your own rights.")
        verdicts = SubmissionRun(
            notebook, lesson.name, examiner.describe(lesson.name), examiner, start, log=LOG, whose=path.name
        ).go()
    return Fresh(verdicts, _answers(notebook), tuple(notes))


def _starter(steps: SealedExecute, folder: Path) -> tuple[Callable[[], Candidate], str]:
    """Find out how candidates are started: in the sandbox, or where there is none as any kernel.

    Returns:
        A function that starts one, and why there is no sandbox.
    """
    try:
        start = steps.starter(folder)
        start().close()
        return start, ""
    except (CourseError, SandboxUnavailable) as why:
        reason = str(why).partition("\n")[0].rstrip(".")
    return lambda: Candidate(PLAIN, cwd=str(folder)), reason


def _answers(notebook: NotebookNode) -> dict[str, str]:
    return {
        cell.metadata.nbgrader.grade_id.removesuffix(SOLUTION_SUFFIX): cell.source
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("grade_id", "").endswith(SOLUTION_SUFFIX)
    }


def differences(fresh: Fresh, records: Mapping[tuple[str, str], Record]) -> list[str]:
    """Say where the last practice verdict of an exercise differs from the fresh run's, and why.

    Args:
        fresh: What the fresh run gave.
        records: What was noted at the desk.

    Returns:
        One line for each exercise that differs, and one that says so when none does.
    """
    lines, compared = [], 0
    for name, verdict in fresh.verdicts.items():
        record = records.get((verdict.lesson, name))
        if record is None or not record.last:
            continue
        compared += 1
        before = {str(each["name"]): each["status"] for each in record.last["judgements"]}
        other = [
            f"“{each.name}” was {before[each.name]} and is {each.status.value}"
            for each in verdict.judgements
            if each.name in before and before[each.name] != each.status
        ]
        if other:
            lines.append(f"{name}: {'; '.join(other)}. {_why(verdict, record.last, fresh.answers)}")
    if not compared:
        return ["No check of this lesson was run at the desk, so there is nothing to compare."]
    return lines or [f"Practice had said the same, on {compared} exercise{'s' * (compared != 1)}."]


def _why(verdict: Verdict, last: Mapping[str, Any], answers: Mapping[str, str]) -> str:
    if digest(answers.get(verdict.exercise, "")) != last.get("answer"):
        return "Your answer in the notebook is not the one that you checked last: run its check again."
    if "NameError" in verdict.note:
        return (
            "The kernel knew a name that the notebook does not make before this cell: cells were run out of "
            "order, changed or deleted. Restart the kernel and run all cells."
        )
    if any(each.status is Status.MISSED for each in verdict.judgements):
        return (
            "A fresh kernel knows only what the cells above make, in their order: an object that was changed "
            "later, a cell that ran twice, other random numbers, or inputs that practice does not use made "
            "the difference. Restart the kernel and run all cells."
        )
    return "The answer does better in a fresh kernel, where no earlier try has left anything behind."

"""`coursework grade LESSON`: grades a lesson's submissions, several at a time."""

import argparse
import contextlib
import logging
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graders.build.layout import choose, find_root
from graders.errors import CourseError
from graders.pipeline.one_at_a_time import only_one

if TYPE_CHECKING:
    from nbgrader.api import Grade
    from tqdm import tqdm

    from graders.pipeline.coordinator import ClassAutograde, Outcome

INTERRUPTED = 130
"""What a shell gives for a program that Ctrl-C ended."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options.

    Args:
        parser: The parser of `coursework grade`.
    """
    parser.add_argument("lesson", metavar="LESSON", help="the lesson to grade")
    parser.add_argument(
        "--workers", type=int, default=os.cpu_count() or 1, metavar="N", help="candidates at once"
    )
    parser.add_argument("--student", default="*", metavar="ID", help="grade one student's submission only")
    parser.add_argument("--force", action="store_true", help="grade again what is graded and unchanged")
    parser.add_argument("--no-feedback", action="store_true", help="write no feedback pages")
    parser.add_argument("--log", type=Path, default=None, help="where the log goes (default: grade.log)")


def run(args: argparse.Namespace) -> int:
    """Grade a lesson, write its feedback pages and print what everybody got.

    Args:
        args: The parsed options.

    Returns:
        0 when every submission has its verdicts and its page, 1 when one has not, 130 when it was stopped.

    Raises:
        CourseError: There is no such lesson, nobody handed it in, or it cannot be entered into the gradebook.
    """
    from graders.pipeline.pages import write_pages

    started = time.monotonic()
    if args.workers < 1:
        raise CourseError(f"--workers {args.workers} is too few: give 1 or more.")
    root = find_root()
    lesson = choose(root, [args.lesson])[0].name
    log = (args.log or root / "grade.log").resolve()
    converter = make_converter(root, lesson, workers=args.workers, student=args.student, force=args.force)
    graded_folder = Path(converter.coursedir.format_path(converter.coursedir.autograded_directory, ".", "."))
    with only_one(graded_folder, lesson, lambda said: print(said, flush=True)), logging_to(log) as logger:
        feedback = None
        try:
            grade_all(converter, logger)
            if not args.no_feedback:
                feedback = write_pages(
                    converter.config,
                    converter.coursedir,
                    logger,
                    graded=converter.students("graded"),
                    failed=converter.students("failed"),
                )
        except KeyboardInterrupt:
            print(f"\n{_counted(converter, started)}", flush=True)
            return _leave(logger)
    print()
    print(scores_table(converter, lesson, args.student))
    print(f"\n{_counted(converter, started)}")
    if feedback is not None:
        count = len(feedback.written)
        print(f"wrote {count} feedback page{'' if count == 1 else 's'}: {feedback.place}")
    print(f"wrote {log}: what happened, and what needs a teacher")
    failures = {outcome.student: outcome.why for outcome in converter.outcomes if outcome.state == "failed"}
    for student, why in failures.items():
        print(f"coursework: {student} was not graded: {why}", file=sys.stderr)
    pages_missing = feedback.missing if feedback is not None else {}
    for student, why in pages_missing.items():
        print(f"coursework: {student} has no feedback page: {why}", file=sys.stderr)
    return 1 if failures or pages_missing else 0


def _counted(converter: "ClassAutograde", started: float) -> str:
    """Say how many submissions came to which end."""
    counts = Counter(outcome.state for outcome in converter.outcomes)
    parts = [
        f"{counts['graded']} graded",
        f"{counts['unchanged']} unchanged since they were graded",
        f"{counts['failed']} failed",
    ]
    if left := len(converter.assignments) - len(converter.outcomes) + counts["dropped"]:
        parts.append(f"{left} left for the next run")
    return f"{', '.join(parts)}; took {time.monotonic() - started:.1f} s"


def _leave(logger: logging.Logger) -> int:
    """End a grading that was stopped, without waiting for a thread that is starting a candidate."""
    working = [
        thread for thread in threading.enumerate() if thread.name.startswith(("candidate", "stopping"))
    ]
    if not working:
        return INTERRUPTED
    for handler in logger.handlers:
        handler.flush()
    sys.stdout.flush()
    sys.stderr.flush()
    # Python would wait for them; what they started ends with this process.
    os._exit(INTERRUPTED)


@contextlib.contextmanager
def logging_to(path: Path) -> Iterator[logging.Logger]:
    """Log the grading to a file of its own.

    Args:
        path: The file; it is written anew.

    Yields:
        The logger.

    Raises:
        CourseError: The file cannot be written.
    """
    try:
        handler = logging.FileHandler(path, mode="w", encoding="utf-8")
    except OSError as error:
        raise CourseError(
            f"The log {path} cannot be written ({error.strerror}): name another with --log."
        ) from error
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger = logging.getLogger("graders.grade")
    logger.setLevel(logging.INFO)
    # nbgrader's gradebook logs what it could not write, with a traceback, to tornado's logger.
    loggers = [logger, logging.getLogger("tornado.application")]
    propagating = [each.propagate for each in loggers]
    for each in loggers:
        each.propagate = False
        each.addHandler(handler)
    try:
        yield logger
    finally:
        for each, before in zip(loggers, propagating, strict=True):
            each.removeHandler(handler)
            each.propagate = before
        handler.close()


def grade(
    root: Path,
    lesson: str,
    logger: logging.Logger,
    *,
    workers: int,
    student: str = "*",
    force: bool = False,
    settings: Mapping[str, Mapping[str, Any]] | None = None,
) -> "ClassAutograde":
    """Grade a lesson's submissions, several at a time, with a progress bar on a terminal.

    Args:
        root: Top folder of the course.
        lesson: The lesson's name.
        logger: Where nbgrader logs to.
        workers: Candidates at once.
        student: A student's id, or a pattern of nbgrader's.
        force: Whether to grade again what is graded and unchanged.
        settings: What differs from `nbgrader_config.py`: values under names under nbgrader's classes.

    Returns:
        The converter, with what became of each submission.

    Raises:
        CourseError: Nobody handed the lesson in, or it cannot be entered into the gradebook.
        KeyboardInterrupt: Somebody stopped it; what was graded is saved.
    """
    converter = make_converter(root, lesson, workers=workers, student=student, force=force, settings=settings)
    grade_all(converter, logger)
    return converter


def make_converter(
    root: Path,
    lesson: str,
    *,
    workers: int,
    student: str = "*",
    force: bool = False,
    settings: Mapping[str, Mapping[str, Any]] | None = None,
) -> "ClassAutograde":
    """Make nbgrader's converter for a lesson's submissions. Arguments as in `grade`."""
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config.loader import Config, PyFileConfigLoader

    from graders.pipeline.coordinator import ClassAutograde

    # nbgrader calls `alembic` by name when it makes a gradebook.
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    if "root" not in config.CourseDirectory:
        config.CourseDirectory.root = str(root)
    config.merge(Config(settings or {}))
    coursedir = CourseDirectory(config=config)
    coursedir.assignment_id, coursedir.student_id = lesson, student
    converter = ClassAutograde(coursedir=coursedir, config=config, workers=workers)
    converter.force = force
    return converter


def grade_all(converter: "ClassAutograde", logger: logging.Logger) -> None:
    """Grade what was handed in.

    Args:
        converter: The converter; afterwards it knows what became of each submission.
        logger: Where nbgrader logs to.

    Raises:
        CourseError: Nobody handed the lesson in, or it cannot be entered into the gradebook.
        KeyboardInterrupt: Somebody stopped it; what was graded is saved.
    """
    from nbgrader.converters.base import NbGraderException
    from tqdm import tqdm

    converter.log = logger
    converter.init_notebooks()
    with tqdm(
        total=len(converter.assignments),
        desc=converter.coursedir.assignment_id,
        unit="submission",
        disable=not sys.stderr.isatty(),
    ) as bar:
        converter.step = lambda outcome: _tell(outcome, bar)
        try:
            converter.start()
        except NbGraderException as error:
            raise CourseError(str(error)) from error


def _tell(outcome: "Outcome", bar: "tqdm") -> None:
    bar.update()
    if bar.disable:
        print(f"{outcome.student}: {outcome.state}", flush=True)


def scores_table(converter: "ClassAutograde", lesson: str, student: str = "*") -> str:
    """Lay out what everybody got in each exercise.

    Args:
        converter: The converter that graded them.
        lesson: The lesson's name.
        student: The student's id, or a pattern of nbgrader's, whose rows are wanted.

    Returns:
        A table as text, with a line below it for each mark that stands in it.
    """
    from nbgrader.api import Gradebook

    rows: list[list[str]] = []
    with Gradebook(converter.coursedir.db_url, converter.coursedir.course_id) as gradebook:
        for submission in sorted(gradebook.assignment_submissions(lesson), key=lambda each: each.student.id):
            if not fnmatchcase(submission.student.id, student):
                continue
            grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
            grades.sort(key=lambda grade: grade.name)
            if not rows:
                rows.append(["student", *(_exercise_of(grade) for grade in grades), "total"])
            scores = [f"{points_shown(grade.score)}{_marks_of(grade)}" for grade in grades]
            total = f"{points_shown(submission.score)} of {points_shown(submission.max_score)}"
            rows.append([submission.student.id, *scores, total])
    if not rows:
        return f"The gradebook has no submission of {lesson}."
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "  ".join(field.ljust(width) for field, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    shown = {sign for row in rows[1:] for score in row[1:-1] for sign in score.lstrip("-.0123456789")}
    legend = [f"{sign} {meaning}" for sign, meaning in _LEGEND.items() if sign in shown]
    table = [lines[0], "  ".join("-" * width for width in widths), *lines[1:]]
    return "\n".join(table + ([""] + legend if legend else []))


_LEGEND = {
    "*": "a teacher decided on this score; what the checks gave stands in the feedback page",
    "?": "a teacher has to look: it is a written answer, a check of the course failed, nothing graded this "
    "yet, "
    "or the work was graded again since a teacher decided",
}


def _exercise_of(grade: "Grade") -> str:
    return grade.name.removesuffix("-grade").removesuffix("-manual")


def _marks_of(grade: "Grade") -> str:
    """Give the marks behind a score, which the legend below the table explains."""
    decided = grade.manual_score is not None or grade.extra_credit
    return ("*" if decided else "") + ("?" if grade.needs_manual_grade else "")


def points_shown(points: float) -> str:
    """Write points with at most two decimals, and none that say nothing: 2, 0.5, 0.33."""
    return f"{round(points, 2) + 0.0:.2f}".rstrip("0").rstrip(".")

"""`coursework grade LESSON`: grades a lesson's submissions, several at a time."""

import argparse
import contextlib
import logging
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graders.build.layout import choose, find_root
from graders.errors import CourseError

if TYPE_CHECKING:
    from tqdm import tqdm

    from graders.pipeline.parallel import Outcome, ParallelAutograde


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
    parser.add_argument("--log", type=Path, default=None, help="where the log goes (default: grade.log)")


def run(args: argparse.Namespace) -> int:
    """Grade a lesson and print what everybody got.

    Args:
        args: The parsed options.

    Returns:
        0 when every submission has its verdicts, 1 when one could not be graded.

    Raises:
        CourseError: There is no such lesson, it is not released, or nobody handed it in.
    """
    started = time.monotonic()
    if args.workers < 1:
        raise CourseError(f"--workers {args.workers} is too few: give 1 or more.")
    root = find_root()
    lesson = choose(root, [args.lesson])[0].name
    log = (args.log or root / "grade.log").resolve()
    with logging_to(log) as logger:
        converter = grade(root, lesson, logger, workers=args.workers, student=args.student, force=args.force)
    print()
    print(scores_table(converter, lesson))
    counts = Counter(outcome.state for outcome in converter.outcomes)
    print(
        f"\n{counts['graded']} graded, {counts['unchanged']} unchanged since they were graded, "
        f"{counts['failed']} failed; took {time.monotonic() - started:.1f} s"
    )
    print(f"wrote {log}: what happened, and what needs a teacher")
    for outcome in converter.outcomes:
        if outcome.state == "failed":
            print(f"coursework: {outcome.submission.student}: {outcome.why}", file=sys.stderr)
    return 1 if counts["failed"] else 0


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
    logger.propagate = False
    logger.addHandler(handler)
    try:
        yield logger
    finally:
        logger.removeHandler(handler)
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
) -> "ParallelAutograde":
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
        CourseError: The lesson is not released, or nobody handed it in.
    """
    from nbgrader.coursedir import CourseDirectory
    from tqdm import tqdm
    from traitlets.config.loader import Config, PyFileConfigLoader

    from graders.pipeline.parallel import ParallelAutograde

    # nbgrader calls `alembic` by name when it makes a gradebook.
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    if "root" not in config.CourseDirectory:
        config.CourseDirectory.root = str(root)
    config.merge(Config(settings or {}))
    coursedir = CourseDirectory(config=config)
    coursedir.assignment_id, coursedir.student_id = lesson, student
    converter = ParallelAutograde(coursedir=coursedir, config=config, workers=workers, log=logger)
    converter.force = force
    converter.init_notebooks()
    with tqdm(
        total=len(converter.assignments), desc=lesson, unit="submission", disable=not sys.stderr.isatty()
    ) as bar:
        converter.step = lambda outcome: _tell(outcome, bar)
        converter.start()
    return converter


def _tell(outcome: "Outcome", bar: "tqdm") -> None:
    bar.update()
    if bar.disable:
        print(f"{outcome.submission.student}: {outcome.state}", flush=True)


def scores_table(converter: "ParallelAutograde", lesson: str) -> str:
    """Lay out what everybody got in each exercise.

    Args:
        converter: The converter that graded them.
        lesson: The lesson's name.

    Returns:
        A table as text; a question mark stands where a teacher has to look.
    """
    from nbgrader.api import Gradebook

    rows: list[list[str]] = []
    with Gradebook(converter.coursedir.db_url, converter.coursedir.course_id) as gradebook:
        for submission in sorted(gradebook.assignment_submissions(lesson), key=lambda each: each.student.id):
            grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
            grades.sort(key=lambda grade: grade.name)
            if not rows:
                rows.append(["student", *(grade.name.removesuffix("-grade") for grade in grades), "total"])
            marks = [f"{grade.score:g}{'?' if grade.needs_manual_grade else ''}" for grade in grades]
            rows.append([submission.student.id, *marks, f"{submission.score:g} of {submission.max_score:g}"])
    if not rows:
        return f"The gradebook has no submission of {lesson}."
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "  ".join(field.ljust(width) for field, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])

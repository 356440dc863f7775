"""`coursework grade LESSON…`: grades the submissions of lessons, several at a time."""

import argparse
import contextlib
import logging
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coursework.site import site_address
from graders.build.layout import choose, find_root
from graders.errors import CourseError
from graders.pipeline.machines.connection import add_tls_arguments, security, warning
from graders.pipeline.one_at_a_time import only_one

if TYPE_CHECKING:
    from traitlets.config import Config

    from graders.pipeline.coordinator import ClassAutograde, Outcome
    from graders.pipeline.gradebook import Given
    from graders.pipeline.together import Schedule

INTERRUPTED = 130
"""What a shell gives for a program that Ctrl-C ended."""


EXAMPLE = "coursework grade 03_functional --workers 2"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options.

    Args:
        parser: The parser of `coursework grade`.
    """
    parser.add_argument("lessons", nargs="+", metavar="LESSON", help="a lesson to grade")
    parser.add_argument(
        "--workers", type=int, default=os.cpu_count() or 1, metavar="N", help="candidates at once"
    )
    parser.add_argument("--student", default="*", metavar="ID", help="grade one student's submission only")
    parser.add_argument("--force", action="store_true", help="grade again what is graded and unchanged")
    parser.add_argument("--no-feedback", action="store_true", help="write no feedback pages")
    parser.add_argument(
        "--grade-on-arrival",
        type=Path,
        metavar="FOLDER",
        help="watch a folder laid out as submitted/, and grade what is handed in there until Ctrl-C",
    )
    parser.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="grade on the machines of a Dask cluster, where `coursework grade-worker` runs",
    )
    add_tls_arguments(parser)
    parser.add_argument("--log", type=Path, default=None, help="where the log goes (default: grade.log)")


def run(args: argparse.Namespace) -> int:
    """Grade lessons, write their feedback pages and print what everybody got.

    Args:
        args: The parsed options.

    Returns:
        0 when every submission has its verdicts and its page, 1 when one has not, 130 when it was stopped.

    Raises:
        CourseError: There is no such lesson, a folder cannot be read or written, or `site.json` is wrong.
    """
    started = time.monotonic()
    if args.workers < 1:
        raise CourseError(f"--workers {args.workers} is too few: give 1 or more.")
    root = find_root()
    site_address(root)  # a mistake in it is told before anything is graded
    lessons = [lesson.name for lesson in choose(root, args.lessons)]
    log = (args.log or root / "grade.log").resolve()
    settings, arriving = {}, args.grade_on_arrival
    if arriving is not None:
        if not arriving.is_dir():
            raise CourseError(f"There is no folder {arriving} to watch: make it, or name another.")
        settings = {"CourseDirectory": {"submitted_directory": str(arriving.resolve())}}
    converters = [
        make_converter(
            root,
            lesson,
            student=args.student,
            force=args.force,
            settings=settings,
            waits=arriving is not None,
        )
        for lesson in lessons
    ]
    with contextlib.ExitStack() as stack:
        for converter in converters:  # in the course's order, so that no two commands wait for each other
            coursedir = converter.coursedir
            folder = Path(coursedir.format_path(coursedir.autograded_directory, ".", "."))
            stack.enter_context(only_one(folder, converter.lesson, lambda said: print(said, flush=True)))
        logger = stack.enter_context(logging_to(log))
        schedule = _schedule(args, logger)
        if arriving is not None:
            return _grade_arrivals(converters, schedule, logger, args, started)
        return _grade_class(converters, schedule, logger, log, args, started)


def _schedule(args: argparse.Namespace, logger: logging.Logger) -> "Schedule":
    """Choose where submissions are graded."""
    if args.scheduler is None:
        from graders.pipeline.schedule import Threads

        return Threads(args.workers)
    tls = security(args.scheduler, args)
    from graders.pipeline.machines.schedule import Machines

    def tell(sentence: str) -> None:
        print(f"coursework: {sentence}", file=sys.stderr, flush=True)

    if said := warning(args.scheduler):
        tell(said)
    return Machines(args.scheduler, tls, log=logger, tell=tell)


def _grade_class(
    converters: "Sequence[ClassAutograde]",
    schedule: "Schedule",
    logger: logging.Logger,
    log: Path,
    args: argparse.Namespace,
    started: float,
) -> int:
    """Grade what was handed in, and tell it lesson by lesson; gives the exit status."""
    from graders.pipeline.pages import write_pages

    several = len(converters) > 1
    status = 0
    try:
        failures = grade_all(converters, logger, schedule)
        for converter in converters:
            lesson = converter.lesson
            if lesson in failures:
                print(f"coursework: {failures[lesson]}", file=sys.stderr)
                status = 1
                continue
            feedback = None
            if not args.no_feedback:
                feedback = write_pages(
                    converter.config,
                    converter.coursedir,
                    logger,
                    graded=converter.students("graded"),
                    failed=converter.students("failed"),
                )
            print(f"\n{lesson}" if several else "")
            print(scores_table(converter, lesson, args.student))
            print(f"\n{_counted([converter])}" + ("" if several else _took(started)))
            if feedback is not None:
                count = len(feedback.written)
                print(f"wrote {count} feedback page{'' if count == 1 else 's'}: {feedback.place}")
            whose = f"{lesson} of " if several else ""
            for outcome in converter.outcomes:
                if outcome.state == "failed":
                    print(
                        f"coursework: {whose}{outcome.student} was not graded: {outcome.why}", file=sys.stderr
                    )
                    status = 1
            for student, why in (feedback.missing if feedback is not None else {}).items():
                print(f"coursework: {whose}{student} has no feedback page: {why}", file=sys.stderr)
                status = 1
    except KeyboardInterrupt:
        print(f"\n{_counted(converters)}{_took(started)}", flush=True)
        return _leave(logger, INTERRUPTED)
    if len(failures) == len(converters):
        return status
    if several:
        print(f"\n{len(converters)} lessons: {_counted(converters)}{_took(started)}")
    print(f"wrote {log}: what happened, and what needs a teacher")
    return status


def _grade_arrivals(
    converters: "Sequence[ClassAutograde]",
    schedule: "Schedule",
    logger: logging.Logger,
    args: argparse.Namespace,
    started: float,
) -> int:
    """Grade what arrives until Ctrl-C; gives the exit status, 0 when everything has its verdicts and page."""
    from graders.pipeline.arrivals import Arrivals
    from graders.pipeline.together import opened

    def tell(lesson: str, outcome: "Outcome") -> None:
        why = f": {outcome.why}" if outcome.why else ""
        print(f"{outcome.student}/{lesson}: {outcome.state}{why}", flush=True)

    for converter in converters:
        converter.log = logger
    arrivals = Arrivals(
        args.grade_on_arrival.resolve(), converters, logger, pages=not args.no_feedback, tell=tell
    )
    with opened(converters) as (work, failures):
        for error in failures.values():
            raise error
        lessons = ", ".join(converter.lesson for converter in converters)
        print(f"Grading what arrives in {args.grade_on_arrival} for {lessons}. Ctrl-C stops.", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            schedule.run(arrivals.submissions(work), work)
    print(f"\n{_counted(converters)}{_took(started)}", flush=True)
    for place, why in arrivals.missing.items():
        print(f"coursework: {place.student} has no page of {place.lesson}: {why}", file=sys.stderr)
    last = {(each.lesson, outcome.student): outcome.state for each in converters for outcome in each.outcomes}
    return _leave(logger, 1 if arrivals.missing or "failed" in last.values() else 0)


def _counted(converters: "Sequence[ClassAutograde]") -> str:
    """Say how many submissions came to which end."""
    outcomes = [outcome for converter in converters for outcome in converter.outcomes]
    counts = Counter(outcome.state for outcome in outcomes)
    parts = [
        f"{counts['graded']} graded",
        f"{counts['unchanged']} unchanged since they were graded",
        f"{counts['failed']} failed",
    ]
    found = sum(0 if converter.waits else len(converter.assignments) for converter in converters)
    left = max(found - len(outcomes), 0) + counts["dropped"]
    return ", ".join([*parts, f"{left} left for the next run"] if left else parts)


def _took(started: float) -> str:
    return f"; took {time.monotonic() - started:.1f} s"


def _leave(logger: logging.Logger, status: int) -> int:
    """End a grading that was stopped, without waiting for a thread that is starting a candidate."""
    working = [
        thread for thread in threading.enumerate() if thread.name.startswith(("candidate", "stopping"))
    ]
    if not working:
        return status
    for handler in logger.handlers:
        handler.flush()
    sys.stdout.flush()
    sys.stderr.flush()
    # Python would wait for them; what they started ends with this process.
    os._exit(status)


class _LogFile(logging.FileHandler):
    """A log that keeps no grading from going on when it cannot be written, on a disk that is full, say.

    Attributes:
        broken: Why a line could not be written, in one sentence; empty while all could.
    """

    broken = ""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Note why a line was not written; anything else than the disk is a mistake of ours, and shown."""
        from graders.pipeline.faults import sentence

        error = sys.exception()
        if isinstance(error, OSError):
            self.broken = sentence(error)
        else:
            super().handleError(record)


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
        handler = _LogFile(path, mode="w", encoding="utf-8")
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
        with contextlib.suppress(OSError):  # what could not be written is told below
            handler.close()
        if handler.broken:
            print(
                f"coursework: The log {path} is not complete: {handler.broken} "
                "What was graded is in the gradebook all the same.",
                file=sys.stderr,
            )


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
    from graders.pipeline.schedule import Threads

    converter = make_converter(root, lesson, student=student, force=force, settings=settings)
    for failure in grade_all([converter], logger, Threads(workers)).values():
        raise failure
    return converter


def load_config(root: Path) -> "Config":
    """Read a course's settings.

    Args:
        root: Top folder of the course.

    Returns:
        What `nbgrader_config.py` says, with the folder as nbgrader's root.
    """
    from traitlets.config.loader import PyFileConfigLoader

    # nbgrader calls `alembic` by name when it makes a gradebook.
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    if "root" not in config.CourseDirectory:
        config.CourseDirectory.root = str(root)
    return config


def make_converter(
    root: Path,
    lesson: str,
    *,
    student: str = "*",
    force: bool = False,
    settings: Mapping[str, Mapping[str, Any]] | None = None,
    waits: bool = False,
) -> "ClassAutograde":
    """Make nbgrader's converter for a lesson's submissions. Arguments as in `grade` and `ClassAutograde`."""
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config

    from graders.pipeline.coordinator import ClassAutograde

    config = load_config(root)
    config.merge(Config(settings or {}))
    coursedir = CourseDirectory(config=config)
    coursedir.assignment_id, coursedir.student_id = lesson, student
    converter = ClassAutograde(coursedir=coursedir, config=config, waits=waits)
    converter.force = force
    return converter


def grade_all(
    converters: "Sequence[ClassAutograde]", logger: logging.Logger, schedule: "Schedule"
) -> dict[str, CourseError]:
    """Grade what was handed in of several lessons, with one progress bar on a terminal.

    Args:
        converters: The lessons' converters; afterwards they know what became of each submission.
        logger: Where nbgrader logs to.
        schedule: Decides when each submission is graded, and where.

    Returns:
        Lesson → why none of it could be graded: nobody handed it in, say.

    Raises:
        KeyboardInterrupt: Somebody stopped it; what was graded is saved.
    """
    from tqdm import tqdm

    from graders.pipeline.together import grade_together

    several, failed = len(converters) > 1, 0

    def tell(lesson: str, outcome: "Outcome") -> None:
        nonlocal failed
        failed += outcome.state == "failed"
        if failed:
            bar.set_postfix(failed=failed, refresh=False)
        bar.update()
        if bar.disable:
            name = f"{outcome.student}/{lesson}" if several else outcome.student
            print(f"{name}: {outcome.state}", flush=True)

    for converter in converters:
        converter.log = logger
        converter.step = partial(tell, converter.lesson)
        with contextlib.suppress(CourseError):  # told when its turn comes
            converter.init_notebooks()
    with tqdm(
        total=sum(len(converter.assignments) for converter in converters),
        desc=converters[0].lesson if not several else f"{len(converters)} lessons",
        unit="submission",
        disable=not sys.stderr.isatty(),
    ) as bar:
        return grade_together(converters, schedule)


def scores_table(converter: "ClassAutograde", lesson: str, student: str = "*") -> str:
    """Lay out what everybody got in each exercise.

    Args:
        converter: The converter that graded them.
        lesson: The lesson's name.
        student: The student's id, or a pattern of nbgrader's, whose rows are wanted.

    Returns:
        A table as text, with a line below it for each mark that stands in it.
    """
    from graders.pipeline.gradebook import given
    from graders.pipeline.marks import exercise_of

    rows: list[list[str]] = []
    for learner, grades in given(converter.coursedir, lesson):
        if not fnmatchcase(learner, student):
            continue
        if not rows:
            rows.append(["student", *(exercise_of(grade.name) for grade in grades), "total"])
        scores = [f"{points_shown(grade.score)}{_marks_of(grade)}" for grade in grades]
        most = sum(grade.most for grade in grades)
        total = f"{points_shown(sum(grade.score for grade in grades))} of {points_shown(most)}"
        rows.append([learner, *scores, total])
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


def _marks_of(grade: "Given") -> str:
    """Give the marks behind a score, which the legend below the table explains."""
    return ("*" if grade.decided else "") + ("?" if grade.asks else "")


def points_shown(points: float) -> str:
    """Write points with at most two decimals, and none that say nothing: 2, 0.5, 0.33."""
    return f"{round(points, 2) + 0.0:.2f}".rstrip("0").rstrip(".")

"""`coursework regrade LESSON`: what corrected checks or points change, and, when told, the new grades."""

import argparse
import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graders.build.layout import Lesson, choose, find_root
from graders.errors import CourseError
from graders.pipeline.command import grade, grade_all, logging_to, make_converter
from graders.pipeline.one_at_a_time import only_one
from graders.regrading.compare import Verdicts, comparison, verdicts_of
from graders.report.words import read_verdicts
from graders.results import Result, State, read_class

if TYPE_CHECKING:
    import logging

    from graders.pipeline.coordinator import ClassAutograde

EXAMPLE = "coursework regrade 01_sequential --student amina"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options.

    Args:
        parser: The parser of `coursework regrade`.
    """
    parser.add_argument("lesson", metavar="LESSON", help="the lesson whose checks or points were corrected")
    parser.add_argument(
        "--write", action="store_true", help="write scores and feedback pages; without it, nothing is written"
    )
    parser.add_argument("--student", default="*", metavar="ID", help="regrade one student's submission only")
    parser.add_argument(
        "--workers", type=int, default=os.cpu_count() or 1, metavar="N", help="candidates at once"
    )
    parser.add_argument("--log", type=Path, default=None, help="where the log goes (default: grade.log)")


def run(args: argparse.Namespace) -> int:
    """Grade a lesson again, and say what comes out otherwise.

    Args:
        args: The parsed options.

    Returns:
        0 when every graded submission was graded again, 1 when one was not.

    Raises:
        CourseError: There is no such lesson, nothing of it is graded, or its new points cannot be entered.
    """
    if args.workers < 1:
        raise CourseError(f"--workers {args.workers} is too few: give 1 or more.")
    root = find_root()
    lesson = choose(root, [args.lesson])[0]
    before = _graded(root, lesson)
    if not before:
        raise CourseError(f"Nothing of {lesson.name} is graded: run `coursework grade {lesson.name}`.")
    with logging_to((args.log or root / "grade.log").resolve()) as logger:
        if args.write:
            converter = _write(root, lesson, args, logger)
            after: Mapping[str, Verdicts] = {
                student: verdicts_of(result) for student, result in _graded(root, lesson).items()
            }
        else:
            converter, after = _try(root, lesson, args, logger)
    done = [student for student in converter.students("graded") if student in before]
    names = {student: each.person.label for student, each in before.items()}
    print()
    print(comparison(lesson.name, before, {student: after.get(student, {}) for student in done}, names))
    if args.write:
        print("\nwrote the scores into the gradebook, and the feedback pages")
    else:
        print(f"\nNothing was written: `coursework regrade {lesson.name} --write` does it.")
    failures = [each for each in converter.outcomes if each.state == "failed"]
    for each in failures:
        print(f"coursework: {each.student} was not graded: {each.why}", file=sys.stderr)
    return 1 if failures else 0


def _graded(root: Path, lesson: Lesson) -> dict[str, Result]:
    results = read_class(root, [lesson]).lessons[0].results
    return {each.person.id: each for each in results if each.state in (State.GRADED, State.PENDING)}


def _try(
    root: Path, lesson: Lesson, args: argparse.Namespace, logger: "logging.Logger"
) -> "tuple[ClassAutograde, Mapping[str, Verdicts]]":
    """Grade into folders and a gradebook that vanish again, which know the lesson's new points."""
    with tempfile.TemporaryDirectory(prefix="coursework-regrade-") as name:
        aside = Path(name).resolve()
        settings: dict[str, dict[str, Any]] = {
            "CourseDirectory": {
                "autograded_directory": str(aside / "autograded"),
                "feedback_directory": str(aside / "feedback"),
                "db_url": f"sqlite:///{aside / 'gradebook.db'}",
            },
            # The class's own list of students is not there.
            "Autograde": {"create_student": True},
        }
        converter = grade(
            root,
            lesson.name,
            logger,
            workers=args.workers,
            student=args.student,
            force=True,
            settings=settings,
        )
        found = read_verdicts(aside / "autograded", lesson.name)
    return converter, {
        student: {verdict.exercise: verdict for verdict in verdicts} for student, verdicts in found.items()
    }


def _write(
    root: Path, lesson: Lesson, args: argparse.Namespace, logger: "logging.Logger"
) -> "ClassAutograde":
    """Grade as `coursework grade --force` does, the lesson's new points entered first."""
    from graders.pipeline.assignment import make_assignment
    from graders.pipeline.pages import write_pages
    from graders.pipeline.schedule import Threads

    converter = make_converter(root, lesson.name, student=args.student, force=True)
    coursedir = converter.coursedir
    graded_folder = Path(coursedir.format_path(coursedir.autograded_directory, ".", "."))
    with only_one(graded_folder, lesson.name, lambda said: print(said, flush=True)):
        make_assignment(lesson.name, converter.config, coursedir, logger, create_assignment=True)
        for failure in grade_all([converter], logger, Threads(args.workers)).values():
            raise failure
        pages = write_pages(
            converter.config,
            coursedir,
            logger,
            graded=converter.students("graded"),
            failed=converter.students("failed"),
        )
    for student, why in pages.missing.items():
        print(f"coursework: {student} has no feedback page: {why}", file=sys.stderr)
    return converter

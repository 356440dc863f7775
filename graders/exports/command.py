"""`coursework export LESSON… --format FORMAT --output FILE`: marks for the system that needs them."""

import argparse
import datetime
import importlib
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import nbformat

from graders.build.layout import Lesson, choose, find_root, lessons
from graders.errors import CourseError
from graders.exports.base import WHOLE, Export, Options
from graders.exports.roster import read_roster
from graders.results import read_class, read_excused

FORMATS = {
    "canvas": "graders.exports.canvas",
    "moodle": "graders.exports.moodle",
    "gradescope": "graders.exports.gradescope",
    "lti": "graders.exports.lti",
    "csv": "graders.exports.plain_csv",
}
"""Each format, and the module with its `export(results, options)`."""

EXAMPLE = "coursework export 01_sequential 02_regression --format moodle --output marks.csv"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options.

    Args:
        parser: The parser of `coursework export`.
    """
    parser.add_argument("lessons", metavar="LESSON", nargs="+", help="the lessons whose marks are wanted")
    parser.add_argument("--format", required=True, choices=FORMATS, help="the system that reads the file")
    parser.add_argument(
        "--output", required=True, type=Path, metavar="FILE", help="what is written; for gradescope, a folder"
    )
    parser.add_argument(
        "--roster",
        type=Path,
        metavar="FILE",
        help="the class as that system exported it (canvas: its gradebook; moodle: its participants)",
    )
    parser.add_argument(
        "--excused", type=Path, metavar="FILE", help="who is excused: a CSV file with columns student,lesson"
    )
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="LESSON=TITLE",
        help="the title of a lesson's column in that system, where it is not the lesson's name",
    )
    parser.add_argument(
        "--match",
        choices=("idnumber", "email", "username"),
        default="idnumber",
        help="moodle: what nbgrader's ids are there, or email (default: idnumber)",
    )
    parser.add_argument(
        "--provisional", action="store_true", help="write scores that a teacher still has to confirm too"
    )


def run(args: argparse.Namespace) -> int:
    """Write marks.

    Args:
        args: The parsed options.

    Returns:
        0 when everybody's marks are in the file, 1 when somebody's are not.

    Raises:
        CourseError: There is no such lesson or gradebook, the roster does not fit, or nothing can be written.
    """
    root = find_root()
    chosen = choose(root, args.lessons)
    names = [lesson.name for lesson in lessons(root)]
    results = read_class(root, chosen, lambda known: read_excused(args.excused, names, known))
    options = Options(
        now=datetime.datetime.now(datetime.UTC),
        roster=read_roster(args.roster) if args.roster else None,
        columns=_columns(args.column, [lesson.name for lesson in chosen]),
        titles={lesson.name: title_of(lesson) for lesson in chosen},
        match=args.match,
        provisional=args.provisional,
    )
    made: Export = importlib.import_module(FORMATS[args.format]).export(results, options)
    write(made, args.output)
    for sentence in made.notes:
        print(sentence)
    files = "" if list(made.files) == [WHOLE] else f", {len(made.files)} files"
    print(f"wrote {args.output}: marks for {args.format}{files}")
    for sentence in made.unmatched:
        print(f"coursework: {sentence}", file=sys.stderr)
    return 1 if made.unmatched else 0


def _columns(given: Sequence[str], known: Sequence[str]) -> dict[str, str]:
    columns = {}
    for each in given:
        lesson, equals, title = each.partition("=")
        if not equals or not title.strip() or lesson not in known:
            raise CourseError(
                f"--column {each!r} has to be LESSON=TITLE, with one of the lessons to export: "
                f"{', '.join(known)}."
            )
        columns[lesson] = title.strip()
    return columns


def title_of(lesson: Lesson) -> str:
    """Give a lesson's title, the first heading of its notebook; its name where there is none."""
    try:
        cells = nbformat.read(lesson.solution, as_version=4).cells
    except (OSError, ValueError):
        return lesson.name
    headings = (re.search(r"^# (.+)$", cell.source, re.M) for cell in cells if cell.cell_type == "markdown")
    return next((found[1].strip() for found in headings if found), lesson.name)


def write(made: Export, output: Path) -> None:
    """Write an export's files, each as a whole or not at all.

    Args:
        made: The export.
        output: The file, or the folder of a format that has several.

    Raises:
        CourseError: Something cannot be written.
    """
    for path, text in made.files.items():
        target = output if path == WHOLE else output / path
        beside = target.with_name(f".{target.name}.new")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(text, encoding="utf-8", newline="")
            os.replace(beside, target)
        except OSError as error:
            raise CourseError(
                f"{target} cannot be written ({error.strerror}): name another place with --output."
            ) from error

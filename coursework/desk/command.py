"""`coursework progress`: how far you are, from a terminal; your progress taken along, or deleted."""

import argparse
import datetime
import shutil
from pathlib import Path

from coursework.data import data_folder
from coursework.desk import all_lessons
from coursework.desk.lessons import Lessons
from coursework.desk.overview import Overview
from coursework.desk.progress import Progress, progress_file, standings
from coursework.errors import CourseError
from coursework.site import site_address

EXAMPLE = "coursework progress --html progress.html"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `coursework progress`."""
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--export", metavar="FILE", type=Path, help="copy what was noted to a file")
    what.add_argument("--html", metavar="FILE", type=Path, help="write it as a page")
    what.add_argument("--delete", action="store_true", help="forget everything that was noted")


def run(args: argparse.Namespace) -> int:
    """Show progress, or do what the options say.

    Args:
        args: As `add_arguments` declares.

    Returns:
        0.

    Raises:
        CourseError: The file cannot be read, copied or deleted.
    """
    course = data_folder().parent
    progress = Progress(progress_file(course))
    try:
        if args.export is not None:
            _export(progress.path, args.export)
        elif args.html is not None:
            _write_page(args.html, course, progress)
        elif args.delete:
            there = progress.delete()
            print(f"{progress.path} is deleted." if there else "There is no progress to delete.")
        else:
            print(Overview(standings(Lessons(course).all(), progress.records())))
    except OSError as error:
        raise CourseError(f"{error.filename or progress.path} cannot be used: {error.strerror}.") from error
    return 0


def _write_page(target: Path, course: Path, progress: Progress) -> None:
    lines = all_lessons.lines_of(standings(Lessons(course).all(), progress.records()))
    made = datetime.datetime.now().astimezone()
    target.write_text(all_lessons.page(lines, site=site_address(course), made=made), encoding="utf-8")
    print(f"wrote {target}: how far you are in {len(lines)} lessons")


def _export(path: Path, target: Path) -> None:
    if not path.exists():
        raise CourseError(f"There is no progress in {path} yet: run a check in a lesson first.")
    if target.exists():
        raise CourseError(f"{target} is there already: name another file.")
    shutil.copyfile(path, target)
    print(f"{target}: a copy of {path}")

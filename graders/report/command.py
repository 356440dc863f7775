"""`coursework report LESSON… [--html FILE]`: how a class did, as text or as one page."""

import argparse
import datetime
import os
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat.v4

from graders.answers import answers
from graders.build.headings import headings
from graders.build.layout import Lesson, choose, find_root, lessons
from graders.build.source import read_source
from graders.errors import CourseError
from graders.report.names import KEY, Names, read_key
from graders.report.words import read_verdicts, report
from graders.results import read_class, read_excused

if TYPE_CHECKING:
    from graders.report.page import Material

EXAMPLE = "coursework report 01_sequential 02_regression --html class.html --hide-names"
_SOLUTION = "-solution"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options.

    Args:
        parser: The parser of `coursework report`.
    """
    parser.add_argument("lessons", metavar="LESSON", nargs="+", help="the lessons to report on")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write one page, which needs no network")
    parser.add_argument(
        "--hide-names", action="store_true", help="with --html: pseudonyms, always the same ones"
    )
    parser.add_argument(
        "--excused", type=Path, metavar="FILE", help="with --html: who is excused, columns student,lesson"
    )
    parser.add_argument(
        "--folder",
        type=Path,
        default=None,
        help="without --html: graded notebooks (default: autograded/ of the course)",
    )


def run(args: argparse.Namespace) -> int:
    """Print or write how the class did.

    Args:
        args: The parsed options.

    Returns:
        0.

    Raises:
        CourseError: There is no such lesson, nothing of it was graded, or the page cannot be written.
    """
    root = find_root()
    chosen = choose(root, args.lessons)
    if args.html is not None:
        if args.folder is not None:
            raise CourseError("--folder goes with the report as text: --html reads the course's gradebook.")
        return _write_page(root, chosen, args)
    if args.hide_names or args.excused:
        raise CourseError("--hide-names and --excused go with the page: add --html FILE.")
    folder = args.folder or root / "autograded"
    texts = []
    for lesson in chosen:
        verdicts = read_verdicts(folder, lesson.name)
        if not verdicts:
            raise CourseError(
                f"Nothing of {lesson.name} is graded in {folder}: run `coursework grade {lesson.name}` first."
            )
        texts.append(report(lesson.name, verdicts))
    print("\n\n".join(texts))
    return 0


def _write_page(root: Path, chosen: list[Lesson], args: argparse.Namespace) -> int:
    from graders.report.page import page

    known = [lesson.name for lesson in lessons(root)]
    results = read_class(root, chosen, lambda people: read_excused(args.excused, known, people))
    for lesson in results.lessons:
        if not any(result.has_score for result in lesson.results):
            raise CourseError(
                f"Nothing of {lesson.name} is graded: run `coursework grade {lesson.name}` first."
            )
    names = Names(results.people, read_key(root) if args.hide_names else None)
    told = [(each, material(lesson)) for each, lesson in zip(results.lessons, chosen, strict=True)]
    text = page(told, names, datetime.datetime.now(datetime.UTC))
    target: Path = args.html
    beside = target.with_name(f".{target.name}.new")
    try:
        beside.write_text(text, encoding="utf-8")
        os.replace(beside, target)
    except OSError as error:
        raise CourseError(
            f"The page {target} cannot be written ({error.strerror}): name another place with --html."
        ) from error
    people, many = len(results.people), len(chosen)
    print(f"wrote {target}: {people} learner{'s' * (people != 1)}, {many} lesson{'s' * (many != 1)}")
    if args.hide_names:
        print(f"{root / KEY} tells who is who: keep it to yourself, and the pseudonyms stay the same.")
    return 0


def material(lesson: Lesson) -> "Material":
    """Read what a lesson's own files add to a report.

    Args:
        lesson: The lesson.

    Returns:
        Its title and headings, stubs, and right answers; what cannot be read is left out.
    """
    from graders.report.page import Material

    cells = read_source(lesson.source)[0] if lesson.source.is_file() else []
    found = headings(cells)
    stored: dict[str, list[str]] = defaultdict(list)
    for exercise, source in _solutions(lesson.solution).items():
        stored[exercise].append(source)
    for answer in answers(lesson.name, lesson.root / "solutions" / "answers"):
        if answer.right:
            stored[answer.exercise].append(answer.source)
    return Material(next(iter(found), lesson.name), found, _solutions(lesson.release), stored)


def _solutions(path: Path) -> Mapping[str, str]:
    """Give the source of each solution cell of a notebook; none where there is no such notebook."""
    if not path.is_file():
        return {}
    try:
        notebook = nbformat.v4.reads(path.read_text(encoding="utf-8"))
        names = [(cell.metadata.get("nbgrader", {}).get("grade_id", ""), cell) for cell in notebook.cells]
        return {name.removesuffix(_SOLUTION): cell.source for name, cell in names if name.endswith(_SOLUTION)}
    except (ValueError, AttributeError) as error:
        raise CourseError(f"{path} is no notebook ({error}): run `coursework build {path.stem}`.") from error

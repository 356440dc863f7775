"""`coursework build`: lessons from their sources."""

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from graders.build import coverage, glossary
from graders.build.layout import Lesson, choose, find_root
from graders.build.make import build, read_draft, stale
from graders.build.refusals import Draft
from graders.build.release import copy_extra_files
from graders.errors import CourseError

PAGES = (
    (coverage.PAGE, coverage.FOLDER, coverage.page),
    (glossary.PAGE, glossary.SOURCE, glossary.page),
)
"""Pages that are made from the lessons: each with what it is made from besides, and what writes it."""


EXAMPLE = "coursework build --check 03_functional"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `coursework build`."""
    parser.add_argument("lessons", nargs="*", metavar="LESSON", help="names of lessons; all when left out")
    parser.add_argument(
        "--check", action="store_true", help="only tell which lessons are stale, and fail if any is"
    )
    parser.add_argument("--force", action="store_true", help="build lessons that are up to date as well")


def run(args: argparse.Namespace) -> int:
    """Build the lessons that are stale.

    Returns:
        0, or 1 when a lesson is stale (`--check`) or refused.
    """
    root = find_root()
    chosen = choose(root, args.lessons)
    if not chosen:
        raise CourseError(f"There is no lesson yet: write {root / 'solutions' / 'NN_topic.py'}.")
    if args.check:
        return _check(root, chosen, whole=not args.lessons)
    failures = 0
    for lesson in chosen:
        try:
            draft, warnings = read_draft(lesson)
            for warning in warnings:
                print(f"warning: {warning}", file=sys.stderr)
            reasons = stale(lesson, draft)
            if not reasons and not args.force:
                print(f"{lesson.name}: up to date")
                continue
            print(f"{lesson.name}: building ({'; '.join(reasons) or 'forced'})", flush=True)
            with _progress(lesson, draft) as step:
                built = build(lesson, draft, step=step)
            for path, text in ((lesson.solution, built.solution), (lesson.release, built.release)):
                _write(path, text)
                print(f"{lesson.name}: wrote {path.relative_to(root)}")
            copy_extra_files(lesson, lesson.release.parent)
        except CourseError as error:
            failures += 1
            print(f"coursework: {lesson.name}: {error}", file=sys.stderr)
    if not args.lessons and not failures:
        for name, text in _stale_pages(root):
            _write(root / name, text)
            print(f"wrote {name}")
    return 1 if failures else 0


def _stale_pages(root: Path) -> Iterator[tuple[Path, str]]:
    """Give the pages that are made from the lessons and differ from what they should be, with their new text.

    Raises:
        CourseError: A page's source and the lessons do not agree.
    """
    for name, source, write in PAGES:
        if (root / source).exists():
            text = write(root)
            path = root / name
            if not path.is_file() or path.read_text(encoding="utf-8") != text:
                yield name, text


def _check(root: Path, chosen: list[Lesson], whole: bool) -> int:
    refused = is_stale = 0
    for lesson in chosen:
        try:
            reasons = stale(lesson, read_draft(lesson)[0])
        except CourseError as error:
            refused += 1
            print(f"coursework: {lesson.name} cannot be built: {error}", file=sys.stderr)
            continue
        if reasons:
            is_stale += 1
            print(f"coursework: {lesson.name} is stale: {'; '.join(reasons)}", file=sys.stderr)
        else:
            print(f"{lesson.name}: up to date")
    if whole and not refused:
        for name, _ in _stale_pages(root):
            is_stale += 1
            print(f"coursework: {name} is stale.", file=sys.stderr)
    if is_stale:
        print("coursework: run `coursework build` and commit what it wrote.", file=sys.stderr)
    return 1 if refused or is_stale else 0


@contextlib.contextmanager
def _progress(lesson: Lesson, draft: Draft) -> Iterator[Callable[[], None]]:
    from tqdm import tqdm

    total = 2 * sum(cell.is_code for cell in draft.cells)
    with tqdm(total=total, desc=lesson.name, unit="cell", disable=None, leave=False) as bar:
        yield bar.update


def _write(path: Path, text: str) -> None:
    """Write a file in one go, so that nobody reads half of it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_name(f".{path.name}.{os.getpid()}")
        half.write_text(text, encoding="utf-8")
        half.replace(path)
    except OSError as error:
        raise CourseError(
            f"{path} cannot be written ({error.strerror}): make the folder writable."
        ) from error

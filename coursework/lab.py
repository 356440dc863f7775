"""`coursework lab`: JupyterLab on the learner's own copy of the lessons."""

import argparse
import os
from pathlib import Path

from coursework.errors import CourseError
from coursework.lesson import find_programs
from coursework.working_copy import RELEASED, WORK, Outcome, bring_up_to_date

EXAMPLE = "coursework lab -- --no-browser --port 8899"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `coursework lab`."""
    parser.add_argument(
        "options",
        nargs=argparse.REMAINDER,
        metavar="-- OPTION…",
        help="options of JupyterLab, after two dashes: coursework lab -- --no-browser --port 8899",
    )


def run(args: argparse.Namespace) -> int:
    """Bring the working copy up to date, say what became of it, and run JupyterLab until it is stopped.

    Args:
        args: As `add_arguments` declares.

    Returns:
        0.
    """
    course = course_folder(Path.cwd())
    for line in sentences(bring_up_to_date(course)):
        print(line, flush=True)
    # For JupyterLab's terminals; kernels find them by themselves.
    find_programs()

    from jupyterlab.labapp import main

    main(lab_arguments(course, args.options))
    return 0


def course_folder(start: Path) -> Path:
    """Find the course's folder: the nearest one upwards that holds the lessons, else the package's own.

    Args:
        start: Where to look from.

    Returns:
        The folder, as an absolute path.

    Raises:
        CourseError: There is none.
    """
    start = start.resolve()
    places = (start, *start.parents, Path(__file__).resolve().parents[1])
    found = next((folder for folder in places if list((folder / RELEASED).glob("*/*.ipynb"))), None)
    if found is None:
        raise CourseError(f"No lessons were found from {start}: change to the course's folder first.")
    return found


def sentences(outcome: Outcome) -> list[str]:
    """Say what became of the working copy.

    Args:
        outcome: What became of each file.

    Returns:
        One line for what was copied, one for what was made anew, and one for each file that was kept.
    """
    lines = []
    for what, paths in (("copied to", outcome.copied), ("made anew in", outcome.refreshed)):
        notebooks = sum(path.suffix == ".ipynb" for path in paths)
        if notebooks:
            lines.append(f"{notebooks} lesson{'s' * (notebooks > 1)} {what} {WORK}/")
    for path in outcome.kept:
        lines.append(
            f"{path} has your work in it and stays, though the lesson has changed since you began: to get "
            "the new one, rename yours and start again."
        )
    return lines


def lab_arguments(course: Path, options: list[str]) -> list[str]:
    """Give JupyterLab's arguments.

    Args:
        course: The course's folder.
        options: What the user asked for, perhaps after two dashes; it comes last, so that it wins.

    Returns:
        The arguments; JupyterLab starts for the superuser only when told to, as in a container.
    """
    arguments = [f"--ServerApp.root_dir={course}", f"--LabApp.default_url=/lab/tree/{WORK}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--allow-root")
    return arguments + (options[1:] if options[:1] == ["--"] else options)

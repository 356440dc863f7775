"""`make timings`: how long each lesson takes, a learner and a machine, as the page docs/timings.md."""

import argparse
import os
import re
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from graders.build.execute import execute
from graders.build.layout import Lesson, choose, find_root, lessons
from graders.build.release import copy_extra_files
from graders.build.source import Role, read_source
from graders.errors import CourseError

PAGE = Path("docs") / "timings.md"
MOST_SECONDS = 60
"""Processor time, in seconds, that a lesson may take at most."""

_TIME = re.compile(r"\*\*Time:\*\* (?P<text>.+?)(?:\. |\.?\n\n|\.?\Z)", re.DOTALL)
_ASKED = "import os; print(sum(os.times()[:4]))"
_INTRODUCTION = """\
# How long the lessons take

A learner's time is what each lesson says at its beginning. A machine's is measured: the whole lesson,
answers included, run from top to bottom in a new kernel with one thread for TensorFlow, imports included.
`make timings` makes this page.
"""


@dataclass(frozen=True)
class Timing:
    """How long one lesson takes.

    Args:
        lesson: Its name.
        learner: What it says of a learner's time.
        exercises: How many exercises it has.
        wall: Seconds from start to end.
        processor: Seconds of processor time, of the kernel and the processes that it started.
    """

    lesson: str
    learner: str
    exercises: int
    wall: float
    processor: float


def learners_time(lesson: Lesson) -> tuple[str, int]:
    """Read what a lesson says of a learner's time, and count its exercises.

    Args:
        lesson: The lesson.

    Returns:
        The words behind `**Time:**` up to the first full stop, and the number of exercises.

    Raises:
        CourseError: It says nothing of its time.
    """
    cells, _ = read_source(lesson.source)
    found = next((match for cell in cells if (match := _TIME.search(cell.text))), None)
    if found is None:
        raise CourseError(
            f"{lesson.source} does not say how long it takes: write **Time:** in its first cell."
        )
    return " ".join(found["text"].split()), sum(cell.role is Role.SOLUTION for cell in cells)


def measure(lesson: Lesson) -> Timing:
    """Run a lesson and take its times.

    Args:
        lesson: The lesson, built.

    Returns:
        Its times.

    Raises:
        CourseError: The lesson cannot be run to its end.
    """
    import nbformat

    learner, exercises = learners_time(lesson)
    notebook = nbformat.read(lesson.solution, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(_ASKED))
    with tempfile.TemporaryDirectory(prefix="timings_") as name:
        copy_extra_files(lesson, Path(name))
        begun = time.perf_counter()
        execute(notebook, Path(name), kernel="python3")
        wall = time.perf_counter() - begun
    outputs = notebook.cells[-1].outputs
    if not outputs:
        raise CourseError(
            f"{lesson.name} did not run to its end: `coursework build {lesson.name}` says where."
        )
    return Timing(lesson.name, learner, exercises, wall, float(outputs[0].text))


def page(timings: Sequence[Timing], machine: str) -> str:
    """Write the page.

    Args:
        timings: The lessons' times, in the course's order.
        machine: What they were taken on, in a few words.

    Returns:
        The page's text.
    """
    lines = [
        _INTRODUCTION,
        f"Measured on {machine}.",
        "",
        "| lesson | for a learner | exercises | seconds | processor seconds |",
        "|---|---|--:|--:|--:|",
    ]
    lines += [
        f"| {each.lesson} | {each.learner} | {each.exercises} | {each.wall:.0f} | {each.processor:.0f} |"
        for each in timings
    ]
    wall, processor = sum(each.wall for each in timings), sum(each.processor for each in timings)
    exercises = sum(each.exercises for each in timings)
    lines.append(f"| **all** | | {exercises} | {wall:.0f} | {processor:.0f} |")
    return "\n".join(lines) + "\n"


def kept(text: str, lesson: Lesson) -> Timing | None:
    """Read a lesson's row of the page, with what the lesson says of itself now.

    Args:
        text: The page's text.
        lesson: The lesson.

    Returns:
        Its times; None when it has no row.
    """
    row = re.search(rf"^\| {lesson.name} \|.*\| (\d+) \| (\d+) \|$", text, re.MULTILINE)
    return Timing(lesson.name, *learners_time(lesson), float(row[1]), float(row[2])) if row else None


def _machine() -> str:
    try:
        found = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.M)
    except OSError:
        found = None
    name = " ".join(found[1].split()) if found else "this machine's processor"
    return f"{name}, {os.cpu_count()} cores, Python {sys.version.split()[0]}"


def main() -> int:
    """Measure lessons, all or those that are named, and write the page.

    Returns:
        0, or 1 when a lesson cannot be measured.
    """
    parser = argparse.ArgumentParser(prog="make timings", description="Measure how long the lessons take.")
    parser.add_argument("lessons", nargs="*", metavar="LESSON", help="only these; other rows are kept")
    root = find_root()
    named = {lesson.name for lesson in choose(root, parser.parse_args().lessons)}
    text = (root / PAGE).read_text(encoding="utf-8") if (root / PAGE).is_file() else ""
    try:
        timings = []
        for lesson in lessons(root):
            if lesson.name not in named and (before := kept(text, lesson)) is not None:
                timings.append(before)
                continue
            timings.append(measure(lesson))
            print(f"{lesson.name}: {timings[-1].processor:.1f} s of processor time", flush=True)
    except CourseError as error:
        print(f"coursework: {error}", file=sys.stderr)
        return 1
    (root / PAGE).write_text(page(timings, _machine()), encoding="utf-8")
    print(f"wrote {PAGE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

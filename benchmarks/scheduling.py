"""What the coordinator costs where gradings only sleep: each submission, memory, a run with nothing to do."""

import contextlib
import json
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.course import LIGHT, BenchmarkError, Course, right_answers

SLEEP = 0.64
"""Seconds that a simulated grading takes."""
WORKERS = (1, 4, 16, 64)
SUBMISSIONS = {1: 32, 4: 96, 16: 256, 64: 512}
"""How many submissions are scheduled by the number of workers."""
MANY, MANY_SLEEP, MANY_WORKERS = 5000, 0.02, 4


def hand_in_alike(course: Course, students: list[str]) -> None:
    """Hand the same notebook in for many."""
    first = course.root / "submitted" / students[0] / LIGHT
    if not first.exists():
        course.hand_in(students[0], LIGHT, right_answers(LIGHT))
    for student in students[1:]:
        folder = course.root / "submitted" / student / LIGHT
        if not folder.exists():
            shutil.copytree(first, folder)


def timed(course: Course, told: Path, *arguments: str) -> dict[str, Any]:
    """Run `coursework` with its time and memory written down.

    Args:
        course: Where.
        told: The file that they are written to.
        arguments: Of `benchmarks.timed`, after the file.

    Returns:
        What was written, and the wall time of the whole command.
    """
    with course.module("benchmarks.timed", str(told), *arguments) as running:
        done = running.finish()
    return {**json.loads(told.read_text(encoding="utf-8")), "whole_seconds": round(done.seconds, 2)}


def _spans(course: Course) -> tuple[float, int]:
    """Give the seconds from the first one made ready to the last one saved, and how many were saved."""
    from datetime import datetime

    times = []
    saved = 0
    with (course.root / "grade.log").open(encoding="utf-8") as lines:
        for line in lines:
            words = line.split(maxsplit=3)
            if len(words) == 4 and words[3].startswith(("Making ", "Saving ", "Setting ")):
                times.append(datetime.fromisoformat(f"{words[0]} {words[1].replace(',', '.')}").timestamp())
                saved += words[3].startswith("Saving ")
    return times[-1] - times[0], saved


@contextlib.contextmanager
def sleepers(course: Course, number: int, like: Path) -> Iterator[str]:
    """Start simulated workers; gives the scheduler's address."""
    told = course.root.parent / f"sleepers-{number}.json"
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.asleep", str(told), str(number), str(SLEEP), str(like)],
        cwd=course.root,
        env=course.environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + 120
        while not told.exists():
            if process.poll() is not None or time.monotonic() > deadline:
                raise BenchmarkError(f"{number} simulated workers did not start.")
            time.sleep(0.1)
        yield json.loads(told.read_text(encoding="utf-8"))
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def measure(folder: Path, *, quick: bool = False) -> dict[str, Any]:
    """Measure all of it.

    Args:
        folder: A folder for a copy of the course.
        quick: Whether few submissions are enough.

    Returns:
        Milliseconds a submission by way and number of workers; and the many submissions.
    """
    course = Course(folder / "asleep", plain=False, graded=())
    students = [f"s{number:05}" for number in range(100 if quick else MANY)]
    hand_in_alike(course, students[:1])
    with course.coursework("grade", LIGHT, "--no-feedback") as running:
        running.finish()
    like = folder / "like.ipynb"
    shutil.copy(course.root / "autograded" / students[0] / LIGHT / f"{LIGHT}.ipynb", like)
    asleep = ("--asleep", str(SLEEP), "--like", str(like))
    runs = []
    for workers in (1, 4) if quick else WORKERS:
        number = SUBMISSIONS[workers]
        shutil.rmtree(course.root / "submitted")
        hand_in_alike(course, students[:number])
        for way in ("threads", "dask"):
            course.forget()
            told = folder / f"told-{way}-{workers}.json"
            with contextlib.ExitStack() as stack:
                where = ["--workers", str(workers)]
                if way == "dask":
                    where = ["--scheduler", stack.enter_context(sleepers(course, workers, like))]
                known = timed(course, told, *asleep, "grade", LIGHT, "--no-feedback", *where)
            seconds, saved = _spans(course)
            if saved != number:
                raise BenchmarkError(f"{number} submissions were handed in, and {saved} were saved.")
            runs.append(
                {
                    "way": way,
                    "workers": workers,
                    "submissions": number,
                    "seconds": round(seconds, 3),
                    "milliseconds_each": round(1000 * (seconds / number - SLEEP / workers), 2),
                    "processor_seconds": known["processor_seconds"],
                }
            )
    return {"sleep_seconds": SLEEP, "runs": runs, "many": _many(course, folder, students, like)}


def _many(course: Course, folder: Path, students: list[str], like: Path) -> dict[str, Any]:
    """Grade many that only sleep for a moment, and then run the same command with nothing to do."""
    hand_in_alike(course, students)
    course.forget()
    asleep = ("--asleep", str(MANY_SLEEP), "--like", str(like))
    command = ("grade", LIGHT, "--workers", str(MANY_WORKERS))
    first = timed(course, folder / "many.json", *asleep, *command, "--no-feedback")
    seconds, saved = _spans(course)
    if saved != len(students):
        raise BenchmarkError(f"{len(students)} submissions were handed in, and {saved} were saved.")
    again = timed(course, folder / "again.json", *asleep, *command, "--no-feedback")
    memory = [each for _, each in first["memory_mib"]]
    tenth = max(len(first["writes"]) // 10, 1)
    return {
        "submissions": len(students),
        "sleep_seconds": MANY_SLEEP,
        "workers": MANY_WORKERS,
        "seconds": round(seconds, 2),
        "processor_seconds": first["processor_seconds"],
        "writes_seconds": round(sum(first["writes"]), 3),
        "write_milliseconds": {
            "first tenth": round(1000 * statistics.median(first["writes"][:tenth]), 2),
            "last tenth": round(1000 * statistics.median(first["writes"][-tenth:]), 2),
        },
        "memory_mib": {
            "at a tenth": memory[len(memory) // 10],
            "half-way": memory[len(memory) // 2],
            "at the end": memory[-1],
        },
        "rerun_seconds": again["whole_seconds"],
    }

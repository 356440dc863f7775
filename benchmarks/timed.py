"""A command of the course's, with its memory and the gradebook's share of its time written down.

`python -m benchmarks.timed FILE [--asleep SECONDS --like NOTEBOOK] grade LESSON…` runs `coursework grade
LESSON…`. With `--asleep`, grading a submission takes so many seconds of sleep, on this machine or on the
workers of `benchmarks.asleep`, and gives a graded notebook that is there already; all else is as ever.
"""

import argparse
import contextlib
import json
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil

SAMPLE_SECONDS = 0.5


class Told:
    """What is known of the running command, written to a file again and again: it may be ended at any time.

    Args:
        path: The file.
    """

    def __init__(self, path: Path) -> None:
        self._path, self._began = path, time.monotonic()
        self._process = psutil.Process()
        self.writes: list[float] = []
        self.memory: list[tuple[float, float]] = []

    def sample(self) -> None:
        """Go on for as long as the process lives."""
        while True:
            self.write()
            time.sleep(SAMPLE_SECONDS)

    def write(self) -> None:
        """Write down what is known now."""
        seconds = round(time.monotonic() - self._began, 2)
        self.memory.append((seconds, round(self._process.memory_info().rss / 2**20, 1)))
        known = {
            "seconds": seconds,
            "processor_seconds": round(time.process_time(), 2),
            "writes": [round(each, 5) for each in list(self.writes)],
            "memory_mib": list(self.memory),
        }
        whole = self._path.with_suffix(".new")
        whole.write_text(json.dumps(known), encoding="utf-8")
        whole.rename(self._path)


def watch_gradebook(told: Told) -> None:
    """Time every transaction of the gradebook, with what happens in it."""
    from graders.pipeline.gradebook import Book

    transaction = Book.transaction

    @contextlib.contextmanager
    def timed(book: Book) -> Iterator[Any]:
        began = time.perf_counter()
        with transaction(book) as gradebook:
            yield gradebook
        told.writes.append(time.perf_counter() - began)

    Book.transaction = timed  # type: ignore[method-assign]


def sleep_instead(seconds: float, like: Path) -> None:
    """Have the coordinator's gradings sleep, on this machine and elsewhere."""
    from benchmarks import asleep
    from graders.pipeline import coordinator
    from graders.pipeline.machines import remote

    def grade(submission: Any, engine: Any, turn: Any) -> Any:
        with turn:
            time.sleep(seconds)
        return asleep.graded(submission.student, submission.lesson, submission.notebooks, like)

    coordinator.grade = grade  # type: ignore[assignment]
    coordinator.Coordinator.warm_up = lambda self: None  # type: ignore[method-assign]
    remote.grade_parcel = asleep.grade_parcel


def main(argv: list[str]) -> int:
    """Run the command; returns its exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.timed", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--asleep", type=float)
    parser.add_argument("--like", type=Path)
    args, command = parser.parse_known_args(argv)
    told = Told(args.file)
    if args.asleep is not None:
        sleep_instead(args.asleep, args.like)
    watch_gradebook(told)
    threading.Thread(target=told.sample, daemon=True).start()
    from coursework.command import main as coursework

    try:
        return coursework(command)
    finally:
        told.write()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

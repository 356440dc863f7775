"""What a learner tried, when, and how it came out: a file of one JSON object a line, which only grows.

A line is written whole or, when the machine stops in the middle, torn; then it is passed over, and the next
one begins on a line of its own. Kernels take turns by a lock. Nothing of a lesson's edition is relied on: a
try keeps the names and points that it had, and what a newer lesson does not know is left out of the counts.
"""

import contextlib
import hashlib
import json
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from coursework.desk.lessons import Lesson
from coursework.verdict import Status, Verdict

VARIABLE = "COURSEWORK_PROGRESS"
"""Environment variable that names the file outright."""
NAME = "progress.jsonl"


def progress_file(course: Path) -> Path:
    """Give the place of the file.

    Args:
        course: The course's top folder.

    Returns:
        The file that `COURSEWORK_PROGRESS` names, else `work/progress.jsonl` in the course's folder.
    """
    named = os.environ.get(VARIABLE)
    return Path(named) if named else course / "work" / NAME


@dataclass
class Record:
    """What is known of one exercise.

    Args:
        tries: Digests of the different answers that were judged.
        last: The last verdict as plain data; empty when there is none.
        best: The most points that a try had.
        hints: How many of the lesson's hints were given.
        missed: Criteria that some try missed, each with the hint that it gave.
        met: Criteria that the last judged try met.
    """

    tries: dict[str, None] = field(default_factory=dict)
    last: dict[str, Any] = field(default_factory=dict)
    best: float = 0.0
    hints: int = 0
    missed: dict[str, str] = field(default_factory=dict)
    met: set[str] = field(default_factory=set)


class Progress:
    """The file.

    Args:
        path: Where it is; it is made with the first line.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def tried(self, verdict: Verdict, answer: str) -> None:
        """Note a try and how it came out.

        Args:
            verdict: The verdict.
            answer: Source of the answer; only its digest is kept.

        Raises:
            OSError: The file cannot be written.
        """
        judgements = [
            {
                key: getattr(each, key)
                for key in ("name", "status", "points", "max_points", "expected", "found", "hint", "read")
            }
            for each in verdict.judgements
        ]
        self._append(
            {
                "kind": "try",
                "lesson": verdict.lesson,
                "exercise": verdict.exercise,
                "answer": digest(answer),
                "points": verdict.points,
                "max_points": verdict.max_points,
                "judgements": judgements,
            }
        )

    def hinted(self, lesson: str, exercise: str) -> None:
        """Note that a hint was given.

        Args:
            lesson: The lesson's name.
            exercise: The exercise's name.

        Raises:
            OSError: The file cannot be written.
        """
        self._append({"kind": "hint", "lesson": lesson, "exercise": exercise})

    def _append(self, event: dict[str, Any]) -> None:
        line = json.dumps({"time": time.strftime("%Y-%m-%dT%H:%M:%S%z"), **event}, ensure_ascii=False)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a+b") as file, _alone(file):
            size = file.seek(0, os.SEEK_END)
            torn = False
            if size:
                file.seek(size - 1)
                torn = file.read(1) != b"\n"
            file.write(b"\n" * torn + line.encode() + b"\n")

    def events(self) -> Iterator[dict[str, Any]]:
        """Give what was noted, in order; lines that cannot be read are passed over.

        Raises:
            OSError: The file is there and cannot be read.
        """
        try:
            lines = self.path.read_bytes().splitlines()
        except FileNotFoundError:
            return
        for line in lines:
            with contextlib.suppress(ValueError):
                event = json.loads(line)
                if isinstance(event, dict) and {"kind", "lesson", "exercise"} <= set(event):
                    yield event

    def records(self) -> dict[tuple[str, str], Record]:
        """Sum up what was noted, by lesson and exercise.

        Raises:
            OSError: The file is there and cannot be read.
        """
        found: dict[tuple[str, str], Record] = {}
        for event in self.events():
            record = found.setdefault((str(event["lesson"]), str(event["exercise"])), Record())
            if event["kind"] == "hint":
                record.hints += 1
            elif event["kind"] == "try":
                with contextlib.suppress(KeyError, TypeError, ValueError, AttributeError):
                    _add(record, event)
        return found

    def delete(self) -> bool:
        """Forget everything.

        Returns:
            Whether there was anything.

        Raises:
            OSError: The file cannot be deleted.
        """
        there = self.path.exists()
        self.path.unlink(missing_ok=True)
        return there


def _add(record: Record, event: dict[str, Any]) -> None:
    judgements = [
        {**each, "points": float(each["points"]), "max_points": float(each["max_points"])}
        for each in event["judgements"]
    ]
    points = float(event["points"])
    if all(each["status"] == Status.UNATTEMPTED for each in judgements):
        return
    for each in judgements:
        if each["status"] == Status.MISSED:
            record.missed[str(each["name"])] = str(each["hint"]) or f"expected {each['expected']}"
    record.met = {str(each["name"]) for each in judgements if each["status"] == Status.MET}
    record.tries[str(event["answer"])] = None
    record.best = max(record.best, points)
    record.last = {**event, "judgements": judgements}


def digest(answer: str) -> str:
    """Give what is kept of an answer, to tell different ones apart.

    Args:
        answer: Its source.
    """
    return hashlib.sha256(answer.strip().encode("utf-8", "surrogatepass")).hexdigest()[:16]


@contextlib.contextmanager
def _alone(file: IO[bytes]) -> Iterator[None]:
    """Keep other kernels out while the block runs."""
    if sys.platform == "win32":
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        try:
            yield
        finally:
            file.flush()
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            file.flush()
            fcntl.flock(file, fcntl.LOCK_UN)


@dataclass(frozen=True)
class Standing:
    """How far somebody is in a lesson.

    Args:
        lesson: The lesson.
        points: Best points by the exercise's name.
        records: What is known of the exercises that were tried.
    """

    lesson: Lesson
    points: dict[str, float]
    records: dict[str, Record]

    @property
    def reached(self) -> float:
        """Points in the lesson so far."""
        return sum(self.points.values())

    @property
    def whole(self) -> float:
        """Points that the lesson gives."""
        return sum(each.points for each in self.lesson.exercises.values())


def standings(lessons: Iterator[Lesson], records: dict[tuple[str, str], Record]) -> list[Standing]:
    """Hold what was noted against the lessons as they are now.

    Args:
        lessons: The lessons.
        records: From `Progress.records`.

    Returns:
        One for each lesson; points are never more than the exercise gives today.
    """
    found = []
    for lesson in lessons:
        mine = {
            name: records[lesson.name, name] for name in lesson.exercises if (lesson.name, name) in records
        }
        points = {
            name: min(mine[name].best, exercise.points) if name in mine else 0.0
            for name, exercise in lesson.exercises.items()
        }
        found.append(Standing(lesson, points, mine))
    return found

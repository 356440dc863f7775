"""`coursework grade … --grade-on-arrival FOLDER`: hand-ins are graded as they come, in a fair order."""

import glob
import logging
import os
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from graders.pipeline.coordinator import ClassAutograde, HandedIn, Outcome
from graders.pipeline.grading import Submission
from graders.pipeline.pages import write_pages
from graders.pipeline.together import Together

LOOK_SECONDS = 1.0
"""How often the folder is looked at."""
REST_SECONDS = 2.0
"""How long a hand-in's files must stay as they are: it may be half copied."""
LATELY_SECONDS = 3600.0
"""How long a graded submission counts when it is asked who comes first."""
RETRY_SECONDS, RETRIES = 30.0, 3
"""When, and how many times, a hand-in is tried again whose grading failed."""
MAX_FILES = 1000
"""How many files of a hand-in are looked at for changes; more than are ever taken along."""


@dataclass(frozen=True)
class Place:
    """Where a student hands a lesson in.

    Args:
        student: The student's id.
        lesson: The lesson's name.
    """

    student: str
    lesson: str


class FairQueue:
    """Hand-ins that wait: whose author was graded least of late comes first, and of those who came first.

    Args:
        clock: Gives the time, in seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._waiting: dict[Place, int] = {}
        self._count = 0
        self._lately: dict[str, deque[float]] = {}

    def put(self, place: Place) -> None:
        """Have a hand-in wait; one that waits already keeps its place.

        Args:
            place: Where it was handed in.
        """
        self._count += 1
        self._waiting.setdefault(place, self._count)

    def take(self, but: Callable[[Place], bool] = lambda place: False) -> Place | None:
        """Take whose turn it is, and count it as graded.

        Args:
            but: Tells which ones have to wait longer.

        Returns:
            The place; None when nobody may be taken.
        """
        free = [place for place in self._waiting if not but(place)]
        if not free:
            return None
        place = min(free, key=lambda each: (self._graded_lately(each.student), self._waiting[each]))
        del self._waiting[place]
        self._lately.setdefault(place.student, deque()).append(self._clock())
        return place

    def _graded_lately(self, student: str) -> int:
        times = self._lately.get(student, deque[float]())
        while times and times[0] < self._clock() - LATELY_SECONDS:
            times.popleft()
        return len(times)


class Watch:
    """Looks at a folder of hand-ins for what has come and rests.

    Args:
        folder: It is laid out as nbgrader's `submitted`: `<student>/<lesson>/`.
        lessons: The lessons that are looked for.
        clock: Gives the time, in seconds.
    """

    def __init__(
        self, folder: Path, lessons: Sequence[str], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._folder, self._lessons, self._clock = folder, lessons, clock
        self._seen: dict[Place, tuple[object, float]] = {}
        self._told: dict[Place, object] = {}

    def look(self) -> list[Place]:
        """Look once.

        Returns:
            Hand-ins that are new or have changed since they were told last, and have rested for a while.
        """
        now, rested = self._clock(), []
        for place, folder in self._places():
            state = state_of(folder)
            before, since = self._seen.get(place, (None, now))
            if state != before:
                self._seen[place] = (state, now)
            elif now - since >= REST_SECONDS and self._told.get(place) != state and find_notebooks(folder):
                self._told[place] = state
                rested.append(place)
        return rested

    def tell_again(self, place: Place) -> None:
        """Have a hand-in told once more at the next look, though it has not changed."""
        self._told.pop(place, None)

    def _places(self) -> Iterator[tuple[Place, Path]]:
        try:
            students = sorted(each.name for each in os.scandir(self._folder) if each.is_dir())
        except OSError:  # it was moved away for a moment, or its file system was
            return
        for student in students:
            for lesson in self._lessons:
                folder = self._folder / student / lesson
                if not student.startswith(".") and folder.is_dir():
                    yield Place(student, lesson), folder


def state_of(folder: Path) -> object:
    """Describe a hand-in's files by what changes when one of them is written.

    Args:
        folder: The hand-in.

    Returns:
        Something that is equal for equal files.
    """
    files: list[tuple[str, int, int]] = []
    for here, _, names in sorted(os.walk(folder)):
        for name in sorted(names):
            path = os.path.join(here, name)
            try:
                told = os.lstat(path)
            except FileNotFoundError:  # it is being replaced at this moment
                files.append((path, -1, time.monotonic_ns()))
                continue
            files.append((path, told.st_size, told.st_mtime_ns))
            if len(files) == MAX_FILES:
                return files
    return files


def find_notebooks(folder: Path) -> tuple[Path, ...]:
    """List a hand-in's notebooks, as nbgrader does: those in the folder itself whose names are not hidden."""
    return tuple(sorted(path for path in folder.glob("*.ipynb") if not path.name.startswith(".")))


class Arrivals:
    """Grades what arrives, writes its page at once, and tells each.

    Args:
        folder: The folder of hand-ins.
        converters: A converter for each lesson, which waits for submissions.
        logger: Where nbgrader logs to.
        pages: Whether feedback pages are written.
        tell: Given each student, lesson and outcome.
    """

    def __init__(
        self,
        folder: Path,
        converters: Sequence[ClassAutograde],
        logger: logging.Logger,
        *,
        pages: bool,
        tell: Callable[[str, Outcome], None],
    ) -> None:
        self._folder, self._logger, self._pages, self._tell = folder, logger, pages, tell
        self._converters = {converter.lesson: converter for converter in converters}
        for lesson, converter in self._converters.items():
            converter.step = partial(self._ended, lesson)
        self._watch = Watch(folder, list(self._converters))
        self._queue = FairQueue()
        self._under_way: set[Place] = set()
        self._retries: dict[Place, int] = {}
        self._again: list[tuple[float, Place]] = []
        self.missing: dict[Place, str] = {}

    def submissions(self, work: Together) -> Iterator[Submission | None]:
        """Make hand-ins ready as they come, without an end.

        Args:
            work: The lessons' coordinators.

        Yields:
            A submission to grade; None while there is none.
        """
        looked = float("-inf")
        while True:
            now = time.monotonic()
            if now - looked >= LOOK_SECONDS:
                looked = now
                self._look(now)
            place = self._queue.take(but=self._under_way.__contains__)
            if place is None:
                yield None
                continue
            folder = self._folder / place.student / place.lesson
            found = HandedIn(place.student, place.lesson, folder, find_notebooks(folder))
            self._under_way.add(place)
            if (submission := work.coordinators[place.lesson].begin(found)) is not None:
                yield submission

    def _look(self, now: float) -> None:
        for due, place in list(self._again):
            if due <= now:
                self._again.remove((due, place))
                self._watch.tell_again(place)
        for place in self._watch.look():
            self._queue.put(place)

    def _ended(self, lesson: str, outcome: Outcome) -> None:
        place = Place(outcome.student, lesson)
        self._under_way.discard(place)
        if outcome.state == "failed":
            self._retries[place] = self._retries.get(place, 0) + 1
            if self._retries[place] <= RETRIES:
                self._again.append((time.monotonic() + RETRY_SECONDS, place))
        else:
            self._retries.pop(place, None)
        if self._pages and outcome.state in ("graded", "unchanged"):
            self._write_page(place, graded=outcome.state == "graded")
        if outcome.state != "unchanged":
            self._tell(lesson, outcome)

    def _write_page(self, place: Place, *, graded: bool) -> None:
        converter = self._converters[place.lesson]
        coursedir = converter.coursedir
        before = coursedir.student_id
        try:
            coursedir.student_id = glob.escape(place.student)
            feedback = write_pages(
                converter.config,
                coursedir,
                self._logger,
                graded={place.student} if graded else (),
                failed=(),
            )
        finally:
            coursedir.student_id = before
        self.missing.pop(place, None)
        if place.student in feedback.missing:
            self.missing[place] = feedback.missing[place.student]

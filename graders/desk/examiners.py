"""Several examiners for a class, so that nobody waits long behind an answer that takes long to judge.

As many judge side by side as there are cores. Where one judges longer than a moment, another steps in for
it until it is done, up to a number that memory allows, and the slow one gets what processor time the others
leave. Each judges one answer at a time, and of a learner's answers one at a time is judged; while a learner's
kernel answers questions, its examiner is free for others.
"""

import contextlib
import os
import re
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any, Protocol

import psutil

from coursework.verdict import Verdict
from graders.examiner import Examiner, ExaminerError, LessonDescription

LONG_SECONDS = 2.0
"""How long an examiner may judge one answer before another steps in for it."""
MORE = 6
"""How many may step in at a time."""
_REMEMBERED = 4
"""So many learners an examiner still has a process for (`graders.examiner.serve`)."""

Ask = Callable[[dict[str, Any]], bytes | None]
_LAST = 19
"""The lowest priority of a process."""
_CHECKS = "graders.lessons.lesson_"
"""How the modules that hold lessons' checks begin."""


class Judging(Protocol):
    """What judges a class's answers."""

    def describe(self, lesson: str) -> LessonDescription:
        """Tell a lesson's exercises."""

    def judge(
        self, lesson: str, exercise: str, document: bytes, *, submission: str, ask: Ask, **options: Any
    ) -> Verdict:
        """Judge an answer."""


@dataclass
class _Place:
    """One examiner.

    Args:
        examiner: The examiner.
        since: When it began to judge what it judges; None while it is free.
        asking: How many answers it has begun whose learners' kernels are being asked.
        learners: Whom it judged last.
    """

    examiner: Examiner
    since: float | None = None
    asking: int = 0
    learners: "deque[str]" = field(default_factory=lambda: deque(maxlen=_REMEMBERED))


class Examiners:
    """Judges answers side by side.

    Args:
        make: Makes an examiner.
        at_once: How many judge side by side; as many as there are cores, when left out.
        more: How many more there may be while some take long.
        long: Seconds after which one counts as taking long.
    """

    def __init__(
        self,
        make: Callable[[], Examiner],
        at_once: int | None = None,
        more: int = MORE,
        long: float = LONG_SECONDS,
    ) -> None:
        self._make, self._long = make, long
        self._at_once = at_once or len(os.sched_getaffinity(0))
        self._most = self._at_once + more
        self._places: list[_Place] = []
        self._changed = threading.Condition()
        self._waiting: dict[object, str] = {}
        self._judged: set[str] = set()
        self._lessons: dict[str, LessonDescription] = {}

    def __enter__(self) -> "Examiners":
        for _ in range(self._at_once):
            self._add().examiner.start()
        return self

    def __exit__(self, *exception: object) -> None:
        with self._changed:
            places, self._places = self._places, []
        for place in places:
            place.examiner.close()

    def describe(self, lesson: str) -> LessonDescription:
        """Tell a lesson's exercises; an examiner is asked once.

        Args:
            lesson: The lesson's name.

        Returns:
            Its exercises.

        Raises:
            ExaminerError: There is no such lesson, or its checks cannot be loaded.
        """
        if lesson not in self._lessons:
            # A name that somebody made up costs no process.
            if not re.fullmatch(r"\w{1,100}", lesson) or find_spec(f"{_CHECKS}{lesson}") is None:
                raise ExaminerError(f"Lesson {lesson[:100]!r} has no checks.")
            with self._one("") as place:
                self._lessons[lesson] = place.examiner.describe(lesson)
        return self._lessons[lesson]

    def judge(
        self, lesson: str, exercise: str, document: bytes, *, submission: str, ask: Ask, **options: Any
    ) -> Verdict:
        """Judge an answer, after those that came before it. Further arguments as for `Examiner.judge`.

        Args:
            lesson: The lesson's name.
            exercise: The exercise's name.
            document: The evidence.
            submission: Whose it is.
            ask: Puts questions to the learner's kernel.
            options: Passed on.

        Returns:
            The verdict.
        """
        with self._one(submission) as place:

            def asking(request: dict[str, Any]) -> bytes | None:
                place.asking += 1
                self._leave(place)
                try:
                    return ask(request)
                finally:
                    self._come_back(place)
                    place.asking -= 1

            return place.examiner.judge(
                lesson, exercise, document, submission=submission, ask=asking, **options
            )

    @contextlib.contextmanager
    def _one(self, learner: str) -> Iterator[_Place]:
        """Have a free examiner for oneself while the block runs; who came first is served first."""
        turn = object()
        with self._changed:
            self._waiting[turn] = learner
            try:
                while self._next() is not turn or (place := self._free(learner)) is None:
                    self._changed.wait(self._long / 2)  # to see by oneself that the others take long
                place.since = time.monotonic()
                place.learners.append(learner)
                self._judged |= {learner} - {""}
            finally:
                del self._waiting[turn]
                self._changed.notify_all()
        try:
            yield place
        finally:
            self._judged.discard(learner)
            self._leave(place)

    def _next(self) -> object:
        """Give the turn of who came first, but for those of whom an answer is being judged."""
        return next((turn for turn, learner in self._waiting.items() if learner not in self._judged), None)

    def _free(self, learner: str) -> _Place | None:
        """Find a free examiner, best the one that judged the learner's last answer; or have one step in."""
        free = [place for place in self._places if place.since is None]
        if free:
            return next((place for place in free if learner in place.learners), free[0])
        if self._quick() >= self._at_once or len(self._places) >= self._most:
            return None
        for place in self._places:
            _slow_down(place.examiner)
        return self._add()

    def _quick(self) -> int:
        """Count the examiners that do not take long."""
        late = time.monotonic() - self._long
        return sum(place.since is None or place.since > late for place in self._places)

    def _add(self) -> _Place:
        self._places.append(_Place(self._make()))
        return self._places[-1]

    def _come_back(self, place: _Place) -> None:
        """Wait for a certain examiner, which has begun to judge this answer."""
        with self._changed:
            while place.since is not None:
                self._changed.wait(self._long / 2)
            place.since = time.monotonic()

    def _leave(self, place: _Place) -> None:
        """Leave an examiner to others; one that stepped in ends when it is not needed any more."""
        with self._changed:
            place.since = None
            needless = place in self._places and not place.asking and self._quick() > self._at_once
            if needless:
                self._places.remove(place)
            self._changed.notify_all()
        if needless:
            place.examiner.close()


def _slow_down(examiner: Examiner) -> None:
    """Let what an examiner judges now have the processor time that others leave.

    It is done by a process for that learner alone, which judges their next answers too.
    """
    if (pid := examiner.pid) is None:
        return  # it has just ended
    with contextlib.suppress(psutil.Error):
        for process in psutil.Process(pid).children():
            with contextlib.suppress(psutil.Error):
                process.nice(_LAST)

"""Several examiners for a class, so that nobody waits long behind an answer that takes long to judge.

As many judge side by side as there are cores. Where one takes long over an answer, another steps in for it
until it is done, up to a number that memory allows, and the slow one gets what processor time the others
leave. On a busy machine everything takes long on the clock, so that processor time tells who is slow. Each
judges one answer at a time, and of a learner's answers one at a time is judged; while a learner's kernel
answers questions, its examiner is free for others.

Grading judges each submission in a process of its own. Practice is asked many times as often, and most of
what a new process costs is its first steps in TensorFlow. So here one process judges the answers of several
learners, one after the other and each behind the same limits. After a number of answers, and after each that
it could not judge or that took long, a new one takes its place.
"""

import contextlib
import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import psutil

from coursework.verdict import Status, Verdict
from graders.examiner import Examiner, ExaminerError, LessonDescription

LONG_SECONDS = 2.0
"""Seconds of processor time after which another examiner steps in for the one that judges an answer."""
_STALLED = 5
"""So many times as long on the clock, and it counts as taking long even if it uses no processor time."""
MORE = 6
"""How many may step in at a time."""
ANSWERS = 2000
"""So many answers one process judges. A new one works out anew what each exercise compares with, which takes
some three times as long as judging: with 200, that took most of the time. Its memory does not grow with the
number of answers once it has seen each exercise (833 answers to 30 exercises: 632 MiB after the first 119,
622 to 631 MiB ever after)."""


class UnwantedError(Exception):
    """Nobody waits for an answer's verdict any more."""


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
        self,
        lesson: str,
        exercise: str,
        document: bytes,
        *,
        submission: str,
        ask: Ask,
        wanted: Callable[[], bool],
        **options: Any,
    ) -> Verdict:
        """Judge an answer."""


@dataclass
class _Place:
    """One examiner.

    Args:
        examiner: The examiner.
        since: When it began to judge what it judges; None while it is free.
        used: Processor time that it had used when it began.
        busy: Whether it was seen to use much more of it for this answer.
        asking: How many answers it has begun whose learners' kernels are being asked.
        processes: How many processes it has had.
        judged: How many answers the present one has judged.
    """

    examiner: Examiner
    since: float | None = None
    used: float = 0.0
    busy: bool = False
    asking: int = 0
    processes: int = 0
    judged: int = 0

    @property
    def process(self) -> str:
        """The name under which the examiner keeps the present process (`graders.examiner.serve`)."""
        return f"process {self.processes}"

    def done(self, verdict: Verdict) -> None:
        """Count an answer, and have a new process for the next where this one is not to go on."""
        self.judged += 1
        failed = any(judgement.status is Status.UNJUDGED for judgement in verdict.judgements)
        if self.busy or failed or self.judged >= ANSWERS:
            self.examiner.finish(self.process)
            self.processes, self.judged = self.processes + 1, 0

    def begin(self) -> None:
        """Begin to judge."""
        self.since, self.used, self.busy = time.monotonic(), _processor_time(self.examiner), False

    def takes_long(self, long: float) -> bool:
        """Tell whether others should not wait for it.

        Where many answers wait, each takes long on the clock. If examiners stepped in for that, the new ones,
        which have everything to work out anew, would take what processor time the others need.
        """
        passed = 0.0 if self.since is None else time.monotonic() - self.since
        if passed < long:
            return False
        if not self.busy and _processor_time(self.examiner) - self.used >= long:
            self.busy = True
            _slow_down(self.examiner)
        return self.busy or passed >= _STALLED * long


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
        for number in range(self._at_once):
            place = self._add()
            # So that they do not all begin anew at the same time.
            place.judged = ANSWERS * number // self._at_once
            place.examiner.start()
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
        self,
        lesson: str,
        exercise: str,
        document: bytes,
        *,
        submission: str,
        ask: Ask,
        wanted: Callable[[], bool] = lambda: True,
        **options: Any,
    ) -> Verdict:
        """Judge an answer, after those that came before it. Further arguments as for `Examiner.judge`.

        Args:
            lesson: The lesson's name.
            exercise: The exercise's name.
            document: The evidence.
            submission: Whose it is.
            ask: Puts questions to the learner's kernel.
            wanted: Tells, when its turn has come, whether somebody still waits for the verdict.
            options: Passed on.

        Returns:
            The verdict.

        Raises:
            UnwantedError: Nobody does.
        """
        with self._one(submission) as place:
            if not wanted():
                raise UnwantedError

            def asking(request: dict[str, Any]) -> bytes | None:
                place.asking += 1
                self._leave(place)
                try:
                    return ask(request)
                finally:
                    self._come_back(place)
                    place.asking -= 1

            verdict = place.examiner.judge(
                lesson, exercise, document, submission=place.process, ask=asking, **options
            )
            place.done(verdict)
            return verdict

    @contextlib.contextmanager
    def _one(self, learner: str) -> Iterator[_Place]:
        """Have a free examiner for oneself while the block runs; who came first is served first."""
        turn = object()
        with self._changed:
            self._waiting[turn] = learner
            try:
                while self._next() is not turn or (place := self._free()) is None:
                    self._changed.wait(self._long / 2)  # to see by oneself that the others take long
                place.begin()
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

    def _free(self) -> _Place | None:
        """Find a free examiner, or have one step in."""
        if free := next((place for place in self._places if place.since is None), None):
            return free
        return self._add() if self._quick() < self._at_once and len(self._places) < self._most else None

    def _quick(self) -> int:
        """Count the examiners that do not take long."""
        return sum(not place.takes_long(self._long) for place in self._places)

    def _add(self) -> _Place:
        self._places.append(_Place(self._make()))
        return self._places[-1]

    def _come_back(self, place: _Place) -> None:
        """Wait for a certain examiner, which has begun to judge this answer."""
        with self._changed:
            while place.since is not None:
                self._changed.wait(self._long / 2)
            place.begin()

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


def _judges(examiner: Examiner) -> list[psutil.Process]:
    """Give the processes in which an examiner judges; none when it has just ended."""
    if examiner.pid is None:
        return []
    # Not psutil's `children`: that looks at every process of the machine, and this is asked for each answer.
    listed = Path(f"/proc/{examiner.pid}/task/{examiner.pid}/children")
    found = []
    with contextlib.suppress(OSError):
        for pid in map(int, listed.read_text(encoding="ascii").split()):
            with contextlib.suppress(psutil.Error):
                found.append(psutil.Process(pid))
    return found


def _processor_time(examiner: Examiner) -> float:
    """Give the seconds of processor time that an examiner's judging has taken."""
    total = 0.0
    for process in _judges(examiner):
        with contextlib.suppress(psutil.Error):
            times = process.cpu_times()
            total += times.user + times.system
    return total


def _slow_down(examiner: Examiner) -> None:
    """Let what an examiner judges now have the processor time that others leave; its process ends with it."""
    for process in _judges(examiner):
        with contextlib.suppress(psutil.Error):
            process.nice(_LAST)

"""Verdicts of a class, remembered: evidence that has been judged is not judged again.

In a class much evidence is the same to the byte: of cells that nobody has filled in yet, of answers like the
lesson's own, of somebody's answer when its check is run twice. A verdict depends on the evidence and on what
is told beside it, and on nothing else: who sent it does not matter, and the examiner draws every random
number from seeds of its own (`coursework prove` judges each right answer twice and sees to that).
"""

import hashlib
import json
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from coursework.verdict import Status, Verdict
from graders.desk.examiners import Ask, Judging
from graders.examiner import LessonDescription

MOST = 4000
"""So many verdicts are kept, those asked for last; each takes a few kilobytes."""
KEPT = 3600.0
"""Seconds that a verdict is kept: a false one (docs/security.md) does not outlive a lesson."""


class Remembered:
    """Judges what has not been judged before.

    What needed a question to the learner's kernel is not remembered, since the verdict depends on the answers
    too, nor is what could not be judged.

    Args:
        judging: What judges.
        most: How many verdicts are kept.
        kept: How many seconds each is kept.
    """

    def __init__(self, judging: Judging, most: int = MOST, kept: float = KEPT) -> None:
        self._judging, self._most, self._kept = judging, most, kept
        self._verdicts: OrderedDict[str, tuple[float, Verdict]] = OrderedDict()
        self._lock = threading.Lock()

    def describe(self, lesson: str) -> LessonDescription:
        """Tell a lesson's exercises, as what judges does."""
        return self._judging.describe(lesson)

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
        """Give the verdict on an answer; arguments and faults are those of `graders.desk.examiners`."""
        about = json.dumps([lesson, exercise, options], sort_keys=True).encode()
        key = hashlib.sha256(len(about).to_bytes(8) + about + document).hexdigest()
        with self._lock:
            judged, known = self._verdicts.get(key, (0.0, None))
            if known is not None and time.monotonic() - judged < self._kept:
                self._verdicts.move_to_end(key)
                return known
        asked = False

        def asking(request: dict[str, Any]) -> bytes | None:
            nonlocal asked
            asked = True
            return ask(request)

        verdict = self._judging.judge(
            lesson, exercise, document, submission=submission, ask=asking, wanted=wanted, **options
        )
        if not asked and all(each.status is not Status.UNJUDGED for each in verdict.judgements):
            with self._lock:
                self._verdicts[key] = time.monotonic(), verdict
                self._verdicts.move_to_end(key)
                while len(self._verdicts) > self._most:
                    self._verdicts.popitem(last=False)
        return verdict

"""Judges: processes that hold the hidden checks and judge the evidence of the bank's answers.

They read and judge with the examiner's own functions. Unlike an examiner, a judge takes one document after
the other without a process for each: the answers are the course's own, and there are thousands of them.
"""

import os
import queue
import socket
import threading
import time
import traceback
from concurrent.futures import Future
from dataclasses import asdict, dataclass
from typing import Any

from coursework import frames
from coursework.evidence.format import ROUNDS
from graders.criteria.bar import Score, recording
from graders.criteria.verdict import Verdict
from graders.errors import CourseError
from graders.kernels.client import ForkserverError, spawn
from graders.prove.faults import shortly


@dataclass(frozen=True)
class Case:
    """One answer to be judged.

    Args:
        lesson: The lesson's name.
        exercise: The exercise's name.
        document: Its evidence; None when there is none.
        absent: Without evidence: why, in the learner's words.
        attempted: False when nothing was answered; None when the evidence has to tell.
        answered: What its candidate answered to questions since, one document a round.
    """

    lesson: str
    exercise: str
    document: bytes | None
    absent: str = ""
    attempted: bool | None = True
    answered: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class Judged:
    """What a judge says of one answer.

    Args:
        verdict: The verdict.
        scores: The scores of trained models that its checks held against a bar.
        request: Questions to its candidate that its checks still have; None when there are none.
    """

    verdict: Verdict
    scores: tuple[Score, ...] = ()
    request: dict[str, Any] | None = None


def main(fd: int) -> None:
    """Judge cases until the other side closes the connection.

    Args:
        fd: File descriptor of a connected stream socket.
    """
    connection = socket.socket(fileno=fd)
    os.set_inheritable(fd, False)
    for head, body in frames.messages(connection):
        try:
            began = time.process_time()
            judged = judge_case(_case(head, body))
            scores = [asdict(score) for score in judged.scores]
            frames.send(
                connection,
                {
                    "verdict": judged.verdict.to_dict(),
                    "scores": scores,
                    "request": judged.request,
                    "cpu": time.process_time() - began,
                },
            )
        except Exception:
            frames.send(connection, {"fault": traceback.format_exc()})


def _case(head: dict[str, Any], body: bytes) -> Case:
    """Take a document and what was answered since apart."""
    parts, at = [], 0
    for size in head.pop("sizes"):
        parts.append(body[at : at + size])
        at += size
    return Case(**head, document=parts[0] or None, answered=tuple(parts[1:]))


def judge_case(case: Case) -> Judged:
    """Judge one answer in this process.

    Args:
        case: The answer.

    Returns:
        The verdict and the scores behind it.

    Raises:
        CourseError: There is no such exercise.
    """
    from graders.criteria import judge
    from graders.criteria.registry import exercise as find
    from graders.evidence.asking import watching
    from graders.examiner.judging import evidence_of, questions_of

    exercise = find(case.lesson, case.exercise)
    absent = "" if case.document is not None else case.absent or "nothing"
    evidence = evidence_of(exercise, case.document or b"", absent, case.answered)
    with recording() as scores, watching() as watch:
        verdict = judge(exercise, evidence, attempted=case.attempted)
    asked = watch.questions and len(case.answered) < ROUNDS
    return Judged(verdict, tuple(scores), questions_of(watch.questions) if asked else None)


class Judges:
    """Some judges that share one queue; each is started when there is something for it to do.

    Args:
        count: How many.
    """

    def __init__(self, count: int) -> None:
        self.cpu = 0.0
        self._cases: queue.SimpleQueue[tuple[Case, Future[Judged]] | None] = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=self._serve, name="judge", daemon=True) for _ in range(count)
        ]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> "Judges":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def submit(self, case: Case) -> "Future[Judged]":
        """Ask for a verdict.

        Args:
            case: The answer.

        Returns:
            The judgement to come; it fails with a `CourseError` when the judge itself does.
        """
        verdict: Future[Judged] = Future()
        self._cases.put((case, verdict))
        return verdict

    def close(self) -> None:
        """Stop the judges when they have judged what was submitted."""
        for _ in self._threads:
            self._cases.put(None)
        for thread in self._threads:
            thread.join()

    def _serve(self) -> None:
        judge: _Judge | None = None
        while (item := self._cases.get()) is not None:
            case, verdict = item
            try:
                judge = judge or _Judge()
                verdict.set_result(judge.ask(case))
            except CourseError as error:
                verdict.set_exception(error)
                if judge is not None and judge.gone:
                    judge.close()
                    judge = None
        if judge is not None:
            self.cpu += judge.cpu
            judge.close()


class _Judge:
    """One judge's process."""

    def __init__(self) -> None:
        self.gone = False
        self.cpu = 0.0
        self._connection, theirs = socket.socketpair()
        try:
            self._child = spawn("graders.prove.judging:main", {"fd": 3}, fds={3: theirs.fileno()})
        except ForkserverError as error:
            raise CourseError(f"No judge could be started: {error}") from error
        finally:
            theirs.close()

    def ask(self, case: Case) -> Judged:
        parts = [case.document or b"", *case.answered]
        head = {key: value for key, value in vars(case).items() if key not in ("document", "answered")}
        head["sizes"] = [len(part) for part in parts]
        where = f"{case.lesson}/{case.exercise}"
        try:
            frames.send(self._connection, head, b"".join(parts))
            message = frames.receive(self._connection)
        except OSError:
            message = None
        if message is None:
            self.gone = True
            raise CourseError(f"{where}: the judge ended while it judged an answer.")
        if "fault" in message[0]:
            raise CourseError(f"{where}: the checks cannot be run: {shortly(message[0]['fault'])}")
        scores = tuple(Score(**score) for score in message[0]["scores"])
        self.cpu += message[0]["cpu"]
        return Judged(Verdict.from_dict(message[0]["verdict"]), scores, message[0]["request"])

    def close(self) -> None:
        self._connection.close()
        self._child.kill()
        self._child.close()

"""How the pipeline talks to the examiner."""

import atexit
import contextlib
import json
import logging
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import asdict, dataclass, field
from typing import Any

from coursework import frames
from coursework.evidence.format import MAX_DOCUMENT_BYTES, ROUNDS
from coursework.plain import Json
from graders.criteria import Criterion, Exercise, Verdict, unjudged
from graders.errors import CourseError
from graders.evidence.kinds import Kind
from graders.examiner.limits import JudgingLimits
from graders.kernels.client import ForkedProcess, ForkserverError, available, spawn

WARM_FD = 3
"""Number of the connection in a forked examiner."""


class ExaminerError(CourseError):
    """The examiner could not be started, or knows no such lesson."""


@dataclass(frozen=True)
class ExerciseDescription:
    """What the pipeline knows of an exercise; the checks themselves stay with the examiner.

    Args:
        lesson: The lesson's name.
        name: The exercise's name.
        names: Names of the learner's that its evidence is taken from.
        request: What to ask the candidate for (see `graders.evidence.request`).
        criteria: Each criterion's name, points and what to read.
    """

    lesson: str
    name: str
    names: tuple[str, ...]
    request: Json
    criteria: tuple[Json, ...]

    @property
    def points(self) -> float:
        """The most that the exercise gives."""
        return sum(criterion["points"] for criterion in self.criteria)

    def shell(self) -> Exercise:
        """Give the exercise without its checks, for verdicts that judge nothing."""
        exercise = Exercise(self.lesson, self.name, dict.fromkeys(self.names, Kind()))
        exercise.criteria.extend(Criterion(**each, test=_not_here) for each in self.criteria)
        return exercise


def _not_here() -> None:
    raise NotImplementedError("checks run in the examiner alone")


Message = Json
"""The head of a frame: JSON, which only its reader can know."""
Ask = Callable[[Message], bytes | None]
"""Puts a request with questions to the candidate; gives its answers, None when it is there no more."""
LessonDescription = Mapping[str, ExerciseDescription]
"""A lesson's exercises by name."""


@dataclass
class _Request:
    head: Message
    body: bytes
    answer: "Future[Message]"
    sent_before: bool = field(default=False)


class Examiner:
    """An examiner's process, started on first use and replaced when it dies.

    Args:
        limits: What one judgement may cost.
        preload: Modules that the process imports before it judges.
        log: Where faults of the course's own checks are told to the teacher.
        in_advance: Whether the next new submission's child is forked while nothing is asked. Somebody who
            waits for single verdicts has them sooner; where all cores work, it would only cost time.
        practice: Whether checks draw other hidden inputs than in grading, of which learners then see none.

    Example:
        >>> with Examiner(preload=()) as examiner:              # doctest: +SKIP
        ...     lesson = examiner.describe("00_start_here")
        ...     examiner.judge("00_start_here", "halve", document).points
        1
    """

    def __init__(
        self,
        *,
        limits: JudgingLimits | None = None,
        preload: Sequence[str] = ("keras",),
        log: logging.Logger | None = None,
        in_advance: bool = False,
        practice: bool = False,
    ) -> None:
        self.limits = limits or JudgingLimits()
        self.preload = tuple(preload)
        self.log = log or logging.getLogger(__name__)
        self.in_advance = in_advance
        self.practice = practice
        self.restarts = 0
        self._process: subprocess.Popen | ForkedProcess | None = None
        self._connection: socket.socket | None = None
        self._reader: threading.Thread | None = None
        self._waiting: dict[int, _Request] = {}
        self._lessons: dict[str, LessonDescription] = {}
        self._number = 0
        self._lock = threading.RLock()
        self._closed = self._abandoned = False

    def __enter__(self) -> "Examiner":
        self.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The process's number, while it runs."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start the process if it does not run; it gets ready while the caller goes on.

        Raises:
            ExaminerError: It cannot be started.
        """
        self._connect()

    def _connect(self) -> socket.socket:
        """Give the connection to the process; start it if it does not run."""
        with self._lock:
            if self._connection is not None:
                return self._connection
            self._closed = self._abandoned = False
            ours, theirs = socket.socketpair()
            arguments = {
                "limits": asdict(self.limits),
                "preload": self.preload,
                "in_advance": self.in_advance,
                "practice": self.practice,
            }
            try:
                self._process = self._launch(theirs, arguments)
            except OSError as error:
                ours.close()
                raise ExaminerError(f"The examiner cannot be started: {error}.") from error
            finally:
                theirs.close()
            self._connection = ours
            self._reader = threading.Thread(
                target=self._read, args=(ours, self._process), name="examiner", daemon=True
            )
            self._reader.start()
            return ours

    def _launch(self, connection: socket.socket, arguments: Json) -> subprocess.Popen | ForkedProcess:
        """Fork the process where its libraries are imported already, or else start it."""
        if self.preload and available() is None:
            stderr = 2 if sys.__stderr__ is None else sys.__stderr__.fileno()
            try:
                return spawn(
                    "graders.examiner.serve:main",
                    {**arguments, "fd": WARM_FD},
                    fds={2: stderr, WARM_FD: connection.fileno()},
                    env=_environment(),
                    cwd="/",
                )
            except ForkserverError as error:
                self.log.warning("The examiner starts cold: %s", error)
        command = json.dumps({**arguments, "fd": connection.fileno()})
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "graders.examiner.serve", command],
            pass_fds=[connection.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            env=_environment(),
        )

    def close(self) -> None:
        """Stop the process. Requests that still wait are answered as unjudged."""
        with self._lock:
            self._closed = True
            connection = self._connection
        if connection is not None:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        if self._reader is not None and self._reader is not threading.current_thread():
            self._reader.join(timeout=10)

    def abandon(self) -> None:
        """End the process at once; what waits or is asked later is unjudged, until `start` is called."""
        with self._lock:
            self._abandoned = True
            process = self._process
        if process is not None:
            process.kill()
        self.close()

    def describe(self, lesson: str) -> LessonDescription:
        """Ask for a lesson's exercises.

        Args:
            lesson: The lesson's name, `NN_topic`.

        Returns:
            Its exercises, in order.

        Raises:
            ExaminerError: The lesson has no checks, or they cannot be loaded.
        """
        if lesson not in self._lessons:
            answer = self._send({"op": "describe", "lesson": lesson}).result()
            if "error" in answer:
                raise ExaminerError(answer["error"])
            self._lessons[lesson] = {
                name: ExerciseDescription(
                    lesson, name, tuple(known["names"]), known["request"], tuple(known["criteria"])
                )
                for name, known in answer["exercises"].items()
            }
        return self._lessons[lesson]

    def submit(
        self,
        lesson: str,
        exercise: str,
        document: bytes | None,
        *,
        attempted: bool | None = None,
        note: str = "",
        absent: str = "",
        submission: str = "",
        ask: Ask | None = None,
    ) -> "Future[Verdict]":
        """Ask for a verdict and go on; several requests may be under way.

        Args:
            lesson: The lesson's name.
            exercise: The exercise's name.
            document: The evidence document from the candidate; None when there is none.
            attempted: Whether the learner's cell differs from the one given out; None when the evidence
                has to tell.
            note: What happened around the answer, for the learner.
            absent: Without a document: why, in the learner's words ("nothing: the notebook stopped before").
            submission: A name for the submission. Its answers are judged in one process, one after the
                other, which is quicker than a process for each, until `finish` is called.
            ask: Puts questions to the candidate, for an answer with layers that only it can run; then this
                waits until the verdict is there. Without it, what hangs on such layers stays undecided.

        Returns:
            The verdict to come. It never fails: an answer that the examiner could not judge is *unjudged*.

        Raises:
            ExaminerError: The lesson has no checks, or no such exercise.
        """
        known = self.describe(lesson)
        if exercise not in known:
            raise ExaminerError(f"Lesson {lesson} has no exercise {exercise!r}; it has {', '.join(known)}.")
        if document is None and not absent:
            absent = "nothing"
        head: Message = {
            "op": "judge",
            "lesson": lesson,
            "exercise": exercise,
            "attempted": attempted,
            "note": note,
            "absent": absent,
            "submission": submission,
            "judged": {},
            "answered": [],
            "last": ask is None,
        }
        body = document or b""
        verdict: Future[Verdict] = Future()

        def finish(answer: "Future[Message]") -> None:
            message = answer.result()
            for fault in message.get("faults", ()):
                self.log.warning("%s", fault)
            if "verdict" in message:
                verdict.set_result(Verdict.from_dict(message["verdict"]))
            else:
                verdict.set_result(unjudged(known[exercise].shell(), message["error"], note=note))

        if ask is None:
            self._send(head, body).add_done_callback(finish)
        else:
            last: Future[Message] = Future()
            last.set_result(self._ask_in_rounds(head, body, ask))
            finish(last)
        return verdict

    def _ask_in_rounds(self, head: Message, body: bytes, ask: Ask) -> Message:
        """Put the questions of an answer's checks to its candidate, until there are none, or no rounds."""
        for _ in range(ROUNDS):
            message = self._send(head, body).result()
            if "request" not in message:
                return message
            answers = ask(message["request"])
            if answers is None or len(body) + len(answers) > MAX_DOCUMENT_BYTES:
                break
            head = {**head, "judged": message["judged"], "answered": [*head["answered"], len(answers)]}
            body += answers
        return self._send({**head, "last": True}, body).result()

    def judge(self, lesson: str, exercise: str, document: bytes | None, **options: Any) -> Verdict:
        """Ask for a verdict and wait for it. Arguments as in `submit`."""
        return self.submit(lesson, exercise, document, **options).result()

    def prepare(self, lesson: str, exercise: str, submission: str) -> None:
        """Say that an answer of a submission is coming, for which something can be worked out before.

        Args:
            lesson: The lesson's name.
            exercise: The exercise's name.
            submission: As for `submit`.
        """
        self._send({"op": "prepare", "lesson": lesson, "exercise": exercise, "submission": submission})

    def finish(self, submission: str) -> None:
        """Say that no further answer of a submission is coming."""
        self._send({"op": "finish", "submission": submission})

    def _send(self, head: Message, body: bytes = b"") -> "Future[Message]":
        with self._lock:
            self._number += 1
            request = _Request({**head, "id": self._number}, body, Future())
            if self._abandoned:
                request.answer.set_result({"error": "Grading was stopped."})
                return request.answer
            self._waiting[self._number] = request
            connection = self._connect()
        self._write(connection, request)
        return request.answer

    def _write(self, connection: socket.socket, request: _Request) -> None:
        try:
            with self._lock:
                frames.send(connection, request.head, request.body)
        except OSError:
            # The reader sees the same end of the connection, and sends again what still waits.
            self.log.debug("the examiner went away while request %s was sent", request.head["id"])

    def _read(self, connection: socket.socket, process: subprocess.Popen | ForkedProcess) -> None:
        while True:
            try:
                message = frames.receive(connection)
            except (OSError, ValueError):
                message = None
            if message is None:
                break
            answer = message[0]
            request = self._waiting.pop(answer.get("id", 0), None)
            if request is not None:
                request.answer.set_result(answer)
        connection.close()
        # Nobody else waits for the process: of two that wait, one would miss the news.
        if not self._closed:
            process.kill()
        try:
            # It ends by itself when its connection ends.
            code = process.wait(timeout=5)
        except (subprocess.TimeoutExpired, TimeoutError):
            process.kill()
            code = process.wait()
        if isinstance(process, ForkedProcess):
            process.close()
        self._ended(code)

    def _ended(self, code: int) -> None:
        with self._lock:
            self._process = self._connection = None
            again = []
            for number, request in sorted(self._waiting.items()):
                if request.sent_before or self._closed:
                    del self._waiting[number]
                    reason = f"The examiner ended ({code}) while it judged this answer."
                    request.answer.set_result({"error": reason})
                else:
                    request.sent_before = True
                    again.append(request)
            if not again:
                return
            self.log.warning("The examiner ended (%s) and is started again.", code)
            self.restarts += 1
            connection = self._connect()
        for request in again:
            self._write(connection, request)


def _environment() -> dict[str, str]:
    """The examiner's environment; of what acts at import only Keras's backend differs from the candidates'.

    So one forkserver does for both: another would take another half a minute to import everything, and its
    memory.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NBGRADER")}
    if kept.get("KERAS_BACKEND", "tensorflow") != "tensorflow":
        kept["KERAS_BACKEND"] = "tensorflow"
    return {"TF_CPP_MIN_LOG_LEVEL": "3", **kept}


_shared: dict[tuple, Examiner] = {}
_sharing = threading.Lock()


def shared_examiner(limits: JudgingLimits, preload: Sequence[str], log: logging.Logger) -> Examiner:
    """Give this process's one examiner for these settings; it ends with the process.

    Args:
        limits: What one judgement may cost.
        preload: Modules that the examiner imports before it judges.
        log: Where faults are told.

    Returns:
        The examiner, which may still be getting ready.
    """
    key = (limits, tuple(preload), os.getpid())
    with _sharing:
        if key not in _shared:
            _shared[key] = Examiner(limits=limits, preload=preload, log=log)
            atexit.register(_shared[key].close)
        return _shared[key]

"""The process that judges for the notebooks of one person on one machine.

`coursework.desk.channel` starts it when a check cell is first run, and says how the two talk. It takes
evidence, never code: the checks run in an examiner (`graders.examiner`), as in sealed grading. It ends a
while after the last kernel has gone.
"""

import argparse
import contextlib
import dataclasses
import logging
import os
import socket
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from coursework import frames
from coursework.evidence.format import MAX_DOCUMENT_BYTES
from coursework.verdict import Verdict
from graders.desk.solutions import right_answers
from graders.errors import CourseError
from graders.examiner import Examiner

IDLE_SECONDS = 60.0
"""Seconds without a kernel after which it ends; a kernel that is restarted finds it again."""
LOG = logging.getLogger("coursework.desk")


class Desk:
    """Answers kernels, each on a thread of its own; one examiner judges for all.

    Args:
        listener: The listening socket.
        examiner: The examiner; it is started with the first question and closed at the end.
        idle: Seconds without a kernel after which it ends.
        leave: Called before it ends: from then on nobody finds the socket.
    """

    def __init__(
        self,
        listener: socket.socket,
        examiner: Examiner,
        idle: float = IDLE_SECONDS,
        leave: Callable[[], None] = lambda: None,
    ) -> None:
        self._listener, self._examiner, self._idle, self._leave = listener, examiner, idle, leave
        self._kernels = 0
        self._since = time.monotonic()
        self._lock = threading.Lock()

    def run(self) -> None:
        """Serve until nobody has been here for a while."""
        self._examiner.start()
        self._since = time.monotonic()
        patience = min(1.0, self._idle)
        try:
            while self._accepted(patience) or not self._deserted():
                pass
            self._leave()
            # A kernel that found the socket just before is in the queue, and is answered too.
            while self._accepted(min(0.1, patience)) or not self._deserted():
                pass
        finally:
            self._examiner.close()

    def _accepted(self, patience: float) -> bool:
        """Take a kernel that comes within `patience` seconds."""
        self._listener.settimeout(patience)
        try:
            connection, _ = self._listener.accept()
        except (TimeoutError, BlockingIOError):
            return False
        connection.settimeout(None)
        with self._lock:
            self._kernels += 1
        threading.Thread(target=self._serve, args=(connection,), daemon=True).start()
        return True

    def _deserted(self) -> bool:
        with self._lock:
            return self._kernels == 0 and time.monotonic() - self._since > self._idle

    def _serve(self, connection: socket.socket) -> None:
        """Answer one kernel until it is gone; what it sends wrongly costs it its connection."""
        name = f"kernel {connection.fileno()} {time.monotonic_ns()}"
        try:
            with connection:
                for head, body in frames.messages(connection):
                    if (answer := self._answer(connection, name, head, body)) is not None:
                        frames.send(connection, answer)
        except (OSError, ValueError, KeyError, TypeError) as fault:
            LOG.warning("a kernel's connection ended: %s: %s", type(fault).__name__, fault)
        finally:
            self._examiner.finish(name)
            with self._lock:
                self._kernels -= 1
                self._since = time.monotonic()

    def _answer(
        self, connection: socket.socket, name: str, head: dict[str, Any], body: bytes
    ) -> dict[str, Any] | None:
        """Do what a kernel asks; None where it waits for no answer."""
        lesson, exercise = str(head["lesson"]), str(head["exercise"])
        try:
            known = self._examiner.describe(lesson)
            if exercise not in known:
                raise CourseError(
                    f"The examiner knows no exercise {exercise!r} in lesson {lesson}: your notebook and the "
                    "course are of different editions, so start from a new copy of the lesson."
                )
            if head["op"] == "prepare":
                self._examiner.prepare(lesson, exercise, name)
                return None
            if head["op"] == "request":
                return {"request": dict(known[exercise].request)}
            if head["op"] == "solutions":
                return {"solutions": right_answers(lesson, exercise)}
            if head["op"] == "judge" and len(body) <= MAX_DOCUMENT_BYTES:
                return {"verdict": self._judge(connection, name, head, body)}
        except CourseError as error:
            LOG.warning("%s/%s: %s", lesson, exercise, error)
            if head["op"] == "prepare":
                return None
            return {"error": str(error).partition("\n")[0]}
        raise ValueError(f"unexpected message {head['op']!r}")

    def _judge(
        self, connection: socket.socket, name: str, head: dict[str, Any], body: bytes
    ) -> dict[str, Any]:
        def ask(request: dict[str, Any]) -> bytes | None:
            frames.send(connection, {"ask": request})
            answer = frames.receive(connection)
            if answer is None or answer[0].get("op") != "answers":
                raise ConnectionError("the kernel left in the middle of a question")
            return answer[1]

        verdict = self._examiner.judge(
            head["lesson"],
            head["exercise"],
            body,
            attempted=head.get("attempted"),
            note=str(head.get("note", ""))[:1000],
            submission=name,
            ask=ask,
        )
        return without_faults(verdict)


def without_faults(verdict: Verdict) -> dict[str, Any]:
    """Give a verdict as plain data, without what went wrong inside the course's own checks.

    Args:
        verdict: The verdict.

    Returns:
        The data; a traceback of a check could tell what it looks for.
    """
    told = dataclasses.asdict(verdict)
    for judgement in told["judgements"]:
        if judgement["fault"]:
            LOG.error("%s/%s: a check failed:\n%s", verdict.lesson, verdict.exercise, judgement["fault"])
        judgement["fault"] = ""
    return told


def main(argv: list[str] | None = None) -> int:
    """Run the process.

    Args:
        argv: Its arguments; those of the process when left out.

    Returns:
        The exit status.
    """
    parser = argparse.ArgumentParser(prog="graders.desk.server", description=__doc__)
    parser.add_argument("--fd", type=int, required=True, help="the listening socket")
    parser.add_argument("--path", type=Path, required=True, help="where it listens; removed at the end")
    args = parser.parse_args(argv)
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(message)s")
    idle = float(os.environ.get("COURSEWORK_DESK_IDLE_SECONDS") or IDLE_SECONDS)
    listener = socket.socket(fileno=args.fd)
    os.set_inheritable(args.fd, False)
    mine = os.stat(args.path).st_ino

    def leave() -> None:
        # Whoever finds no socket here starts another process; what it has bound meanwhile is not ours.
        with contextlib.suppress(FileNotFoundError):
            if os.stat(args.path).st_ino == mine:
                args.path.unlink()
                args.path.with_suffix(".log").unlink(missing_ok=True)

    try:
        Desk(listener, Examiner(log=LOG, in_advance=True, practice=True), idle, leave).run()
    finally:
        leave()
        listener.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())

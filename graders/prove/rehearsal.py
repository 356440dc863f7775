"""Answers in the sandbox: one warm candidate a lesson, in which each answer runs in a copy of its own."""

import itertools
import os
import socket
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from coursework import frames
from coursework.evidence.format import may_ask
from graders.errors import CourseError
from graders.kernels import Sandbox, SandboxUnavailable
from graders.kernels.client import ForkserverError, spawn

SECONDS = 120.0
"""What one answer may take, in seconds on the clock; several run at once on a busy machine."""


class CandidateLostError(CourseError):
    """The candidate itself is gone, with all its copies: that says nothing about any answer."""


@dataclass(frozen=True)
class Ran:
    """What came of running an answer.

    Args:
        document: The evidence; None when there is none.
        error: What the answer raised; may be empty.
        stopped: Why the answer was stopped; may be empty.
        ask: Puts questions to the copy that ran it; None when it cannot be asked. The answers are None when
            the copy is gone.
        done: Lets the copy go.
    """

    document: bytes | None
    error: str
    stopped: str
    ask: "Callable[[Mapping[str, Any]], Future[bytes | None]] | None" = None
    done: Callable[[], None] = lambda: None


class Rehearsal:
    """A candidate in the sandbox that runs a lesson's worked cells once and tries many answers after them.

    Args:
        root: The course's top folder.
        files: A folder whose files the lesson finds beside itself; None for none.
        at_once: How many answers may run at the same time.

    Raises:
        CourseError: This machine cannot give a candidate in the sandbox.
    """

    def __init__(self, root: Path, *, files: Path | None = None, at_once: int = 1) -> None:
        self.cpu = 0.0
        self._closed = False
        self._ids = itertools.count()
        self._waiting: dict[int, Future[Ran]] = {}
        self._asked: dict[int, Future[bytes | None]] = {}
        self._cell: Future[str] | None = None
        self._lock = threading.Lock()
        self._connection, theirs = socket.socketpair()
        try:
            self._child = spawn(
                "coursework.rehearsal:main",
                {"fd": 3, "at_once": at_once},
                fds={3: theirs.fileno()},
                sandbox=_sandbox(root, files),
            )
        except (SandboxUnavailable, ForkserverError) as error:
            self._connection.close()
            raise CourseError(
                f"Answers are run in a sandbox, and none can be had here: {str(error).rstrip('.')}. "
                "`coursework doctor` tells what is missing."
            ) from error
        finally:
            theirs.close()
        self._reader = threading.Thread(target=self._read, name="rehearsal", daemon=True)
        self._reader.start()

    def __enter__(self) -> "Rehearsal":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def run(self, source: str) -> str:
        """Run a worked cell.

        Args:
            source: The cell.

        Returns:
            The error that it raised, or "".

        Raises:
            CandidateLostError: The candidate ended.
        """
        self._cell = Future()
        self._send({"op": "cell", "source": source})
        return self._cell.result()

    def attempt(
        self, source: str, request: Mapping[str, Any], *, seed: int | None = None, alone: bool = False
    ) -> "Future[Ran]":
        """Try an answer in a copy of the candidate as it is now.

        Args:
            source: The solution cell.
            request: What evidence to take (see `graders.evidence.request`).
            seed: Seed every generator anew before the answer runs; None to leave them as they are.
            alone: Run it in the candidate itself, which ends with it.

        Returns:
            What will have come of it; a `CandidateLostError` when the candidate ends.
        """
        told: Future[Ran] = Future()
        number = next(self._ids)
        self._waiting[number] = told
        operation = "last" if alone else "try"
        head = {"op": operation, "id": number, "source": source, "seconds": SECONDS, "seed": seed}
        self._send({**head, "request": dict(request)})
        return told

    def _ask(self, number: int, request: Mapping[str, Any]) -> "Future[bytes | None]":
        told: Future[bytes | None] = Future()
        self._asked[number] = told
        self._send({"op": "more", "id": number, "request": dict(request)})
        return told

    def close(self) -> None:
        """End the candidate and all its copies."""
        if self._closed:
            return
        self._closed = True
        self._connection.close() if not self._reader.is_alive() else self._hang_up()
        self._child.kill()
        self._child.close()
        self._reader.join(timeout=5)

    def _hang_up(self) -> None:
        try:
            self._connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            self._connection.close()

    def _send(self, head: dict[str, Any]) -> None:
        try:
            with self._lock:
                frames.send(self._connection, head)
        except OSError:
            self._gone()

    def _read(self) -> None:
        for head, body in frames.messages(self._connection):
            self.cpu += head["cpu"]
            if "more" in head:
                self._asked.pop(head["id"]).set_result(body or None)
            elif "id" in head:
                self._waiting.pop(head["id"]).set_result(self._ran(head, body))
            elif self._cell is not None:
                self._cell.set_result(head["error"])
        self._gone()
        self._connection.close()

    def _ran(self, head: dict[str, Any], body: bytes) -> Ran:
        if not may_ask(body):
            return Ran(body or None, head["error"], head["stopped"])
        number = head["id"]
        return Ran(
            body,
            head["error"],
            head["stopped"],
            ask=lambda request: self._ask(number, request),
            done=lambda: self._send({"op": "done", "id": number}),
        )

    def _gone(self) -> None:
        """Answer what still waits: the candidate is no more."""
        limit = self._child.limit_hit
        why = f"The candidate in which answers are run ended{f': {limit}' if limit else ' by itself'}."
        for waiting in (self._waiting, self._asked):
            while waiting:
                _, told = waiting.popitem()
                told.set_exception(CandidateLostError(why))
        if self._cell is not None and not self._cell.done():
            self._cell.set_exception(CandidateLostError(why))


def _sandbox(root: Path, files: Path | None) -> Sandbox | None:
    if os.environ.get("COURSEWORK_UNSANDBOXED"):
        return None
    usual = Sandbox.for_course(root, files=str(files) if files else None)
    shown = usual.shown()
    shared = root.resolve() / "data" / "keras" / "datasets"
    if shared.is_dir():
        # Keras looks for data sets below a folder that it can write: this one, where data is read-only.
        shown["/tmp/.keras/datasets"] = str(shared)
    # Worked cells run once for the whole lesson, so the time of each answer is limited by itself.
    return replace(usual, show=shown, wall_seconds=None, memory=8 * 2**30)

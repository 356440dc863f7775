"""Processes that the examiner forks to work for it, each within limits."""

import os
import resource
import select
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable

import psutil

from coursework import frames
from coursework.plain import Json
from graders.examiner.limits import JudgingLimits

Message = Json
Work = Callable[["Parent"], None]
LAST = frozenset({"exercises", "verdict", "request", "error"})
"""A message with one of these ends what was asked for."""


class Parent:
    """The examiner, as a worker sees it.

    Args:
        connection: To it.
        limits: What one request may cost.
    """

    def __init__(self, connection: socket.socket, limits: JudgingLimits) -> None:
        self._connection, self._limits = connection, limits
        self._limit_memory()

    def send(self, message: Message) -> None:
        """Send how far the work is, or its result."""
        frames.send(self._connection, message)

    def next(self) -> tuple[Message, bytes] | None:
        """Wait for another request; None when none will come."""
        request = frames.receive(self._connection)
        self._limit_memory()
        return request

    def _limit_memory(self) -> None:
        if sys.platform == "linux":
            hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
            resource.setrlimit(resource.RLIMIT_DATA, (_data_size() + self._limits.memory, hard))


class Worker:
    """A process forked from this one that does some work and may wait for more.

    Args:
        work: What it does; it is given its parent.
        limits: What one request may cost.
    """

    def __init__(self, work: Work, limits: JudgingLimits) -> None:
        self._limits = limits
        self._connection, theirs = socket.socketpair()
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if pid == 0:
            _run(self._connection, theirs, work, limits)
        theirs.close()
        self._process = psutil.Process(pid)

    def ask(self, head: Message, body: bytes) -> bool:
        """Give it another request; False when it is there no more."""
        try:
            frames.send(self._connection, head, body)
        except OSError:
            return False
        return True

    def watch(self, deadline: float) -> tuple[list[Message], str]:
        """Wait until it has done what it was asked, or stop it at a limit.

        Args:
            deadline: The time by `time.monotonic` at which it is stopped at the latest; the other limits
                start anew with every message.

        Returns:
            What it sent, and what ended it: empty while it lives, and when it came to its end by itself.
        """
        messages: list[Message] = []
        stopped = ""
        began, used_before, pause = time.monotonic(), self._cpu(), 0.02
        start = self._memory()
        while not stopped:
            if select.select([self._connection], [], [], pause)[0]:
                try:
                    message = frames.receive(self._connection)
                except (OSError, ValueError):
                    message = None
                if message is None:
                    return messages, self._why_it_ended()
                messages.append(message[0])
                if LAST & set(message[0]):
                    return messages, ""
                began, used_before, pause = time.monotonic(), self._cpu(), 0.02
                continue
            pause = min(2 * pause, 0.2)
            now = time.monotonic()
            if now - began > self._limits.wall_seconds or now > deadline:
                stopped = "too long"
            elif self._cpu() - used_before > self._limits.cpu_seconds:
                stopped = f"more than {self._limits.cpu_seconds:g} s"
            elif self._memory() - start > self._limits.memory:
                stopped = self._too_much()
        self.end()
        return messages, stopped

    def end(self) -> None:
        """End it, if it has not ended. It may take a moment longer to leave: see `reap`."""
        self._connection.close()
        if self._process.is_running():
            self._process.send_signal(signal.SIGKILL)

    def _why_it_ended(self) -> str:
        self._connection.close()
        status = os.waitpid(self._process.pid, 0)[1]
        if not status:
            return ""
        # Libraries abort the process when they get no memory: that is how most oversized answers die.
        code = os.waitstatus_to_exitcode(status)
        out_of_memory = code in (-signal.SIGABRT, -signal.SIGKILL, -signal.SIGBUS)
        return self._too_much() if out_of_memory else f"so much that its process broke down ({code})"

    def _too_much(self) -> str:
        return f"more than {self._limits.memory / 2**30:.2g} GiB of memory"

    def _cpu(self) -> float:
        try:
            times = self._process.cpu_times()
        except psutil.Error:
            return 0.0
        return times.user + times.system

    def _memory(self) -> int:
        try:
            return self._process.memory_info().rss
        except psutil.Error:
            return 0


def reap() -> None:
    """Take leave of workers that were ended a while ago; giving their memory back takes them a moment."""
    while True:
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                return
        except ChildProcessError:
            return


def _run(ours: socket.socket, theirs: socket.socket, work: Work, limits: JudgingLimits) -> None:
    status = 1
    try:
        ours.close()
        os.setsid()
        os.closerange(3, theirs.fileno())
        os.closerange(theirs.fileno() + 1, 4096)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        work(Parent(theirs, limits))
        status = 0
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        # No clean-up of the parent's objects in the child, and no second copy of its buffered output.
        os._exit(status)


def _data_size() -> int:
    """Bytes of data memory of this process, as RLIMIT_DATA counts them."""
    with open("/proc/self/status", encoding="ascii") as lines:
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmData"))

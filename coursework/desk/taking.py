"""Taking evidence in a kernel that somebody works in: without a trace, and not for ever."""

import contextlib
import io
import signal
import threading
from collections.abc import Iterator
from typing import Any

from coursework.desk.channel import NoVerdictError
from coursework.evidence import capture, what_cannot_be_seen
from coursework.evidence.questions import no_trace

SECONDS = 120.0
"""What taking one exercise's evidence may take, as in grading."""
_AGAIN = 5.0
"""Seconds after which code that went on after the limit is interrupted once more."""


def take(namespace: dict[str, Any], request: dict[str, Any], seconds: float = SECONDS) -> bytes:
    """Take evidence, or answer questions, and leave generators of random numbers as they were.

    Args:
        namespace: The learner's global names.
        request: What to take, from the examiner.
        seconds: What it may take; the learner's functions are called meanwhile.

    Returns:
        The document.

    Raises:
        NoVerdictError: It took longer.
        KeyboardInterrupt: The learner interrupted it.
    """
    with contextlib.ExitStack() as stack:
        stack.enter_context(contextlib.redirect_stdout(io.StringIO()))
        stack.enter_context(contextlib.redirect_stderr(io.StringIO()))
        # What is put back is put back after the limit has gone.
        stack.enter_context(no_trace([]))
        stack.enter_context(_limited(seconds))
        return capture(namespace, request)
    raise AssertionError("unreachable")


def looking(value: object) -> str:
    """Say what of a value the grader does not look into, and leave random numbers as they were.

    Args:
        value: What an answer holds under one of its names.

    Returns:
        One sentence; empty when the grader sees all that it needs.
    """
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()), no_trace([]):
        return what_cannot_be_seen(value)


@contextlib.contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Stop what runs longer, and let an interrupt through.

    Evidence takes every exception of the learner's code for a fact, these two as well: they are remembered.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return
    seen: list[type[BaseException]] = []

    def stop(kind: type[BaseException]) -> None:
        seen.append(kind)
        raise kind

    alarm = signal.signal(signal.SIGALRM, lambda *_: stop(_TooLongError))
    interrupt = signal.signal(signal.SIGINT, lambda *_: stop(KeyboardInterrupt))
    signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
    try:
        with contextlib.suppress(_TooLongError):
            yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, alarm)
        signal.signal(signal.SIGINT, interrupt)
    if KeyboardInterrupt in seen:
        raise KeyboardInterrupt
    if seen:
        raise NoVerdictError(
            f"Looking at your answer took longer than {seconds:g} s and was stopped: does a function of "
            "yours run for ever?"
        )


class _TooLongError(BaseException):
    """The time is up."""

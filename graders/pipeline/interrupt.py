"""Ctrl-C while submissions are graded: told at once, acted on between two steps."""

import contextlib
import signal
import sys
import threading
from collections.abc import Iterator
from types import FrameType
from typing import Any

STOPPING = (
    "Stopping: what is graded is kept, what is under way is dropped. Run the same command again to go on."
)


class Interruptible:
    """Takes Ctrl-C over while it is entered, so that no submission is left half saved.

    The first one is told on stderr, and raises `KeyboardInterrupt` only where `waiting` is entered; a second
    one raises it anywhere. Outside the main thread, where Python takes no signals, nothing changes. One that
    is entered inside another hands on what it was told.
    """

    def __init__(self) -> None:
        self.asked = False
        self._waiting = False
        self._before: Any = None

    def __enter__(self) -> "Interruptible":
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._take)
        return self

    def __exit__(self, *exception: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)
            outer = getattr(self._before, "__self__", None)
            if self.asked and isinstance(outer, Interruptible):
                outer.asked = True

    def _take(self, number: int, frame: FrameType | None) -> None:
        again, self.asked = self.asked, True
        if not again:
            print(f"\n{STOPPING}", file=sys.stderr, flush=True)
        if again or self._waiting:
            raise KeyboardInterrupt

    def check(self) -> None:
        """Stop here if somebody asked to.

        Raises:
            KeyboardInterrupt: Ctrl-C came before.
        """
        if self.asked:
            raise KeyboardInterrupt

    @contextlib.contextmanager
    def waiting(self) -> Iterator[None]:
        """Mark where stopping leaves nothing half done.

        Raises:
            KeyboardInterrupt: Ctrl-C came before or while this was entered.
        """
        self._waiting = True
        try:
            self.check()
            yield
        finally:
            self._waiting = False

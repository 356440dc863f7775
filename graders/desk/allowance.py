"""How often somebody may do something: so many times in a row, then once every few seconds."""

import time
from collections.abc import Callable

MOST = 20_000
"""Of how many it remembers what they have left; who came longest ago is forgotten first."""


class Allowance:
    """Counts for each of many.

    Args:
        burst: How many times in a row.
        each: Seconds after which there is one time more.
        clock: Tells the time in seconds.
    """

    def __init__(self, burst: int, each: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._burst, self._each, self._clock = burst, each, clock
        self._left: dict[str, tuple[float, float]] = {}

    def take(self, whose: str) -> bool:
        """Use up one time.

        Args:
            whose: Who does it.

        Returns:
            Whether there was one left.
        """
        now = self._clock()
        left, at = self._left.pop(whose, (self._burst, now))
        left = min(self._burst, left + (now - at) / self._each)
        while len(self._left) >= MOST:
            self._left.pop(next(iter(self._left)))
        self._left[whose] = (left - 1 if left >= 1 else left, now)
        return left >= 1

    def give_back(self, whose: str) -> None:
        """Give back one time that was taken.

        Args:
            whose: Who took it.
        """
        if whose in self._left:
            left, at = self._left[whose]
            self._left[whose] = (min(self._burst, left + 1), at)

"""Bars: the scores of trained models that a criterion asks for, so that their margins can be measured.

    NEW_PICTURES = Bar("accuracy on new pictures", at_least=0.65)

    @FIND_THE_TURN.criterion("Right about most new pictures", points=1, read="Let it learn")
    def _right(model):
        accuracy = …
        require(
            NEW_PICTURES.holds(accuracy),
            expected=f"an accuracy of {NEW_PICTURES} or more",
            found=f"{accuracy:.2f}",
        )

A check asks `holds` and nothing else. While `recording` is on, what was asked is kept too: `coursework prove`
trains each right answer with many seeds and says how far its scores stay from the bar.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class Score:
    """A score that was held against a bar.

    Args:
        what: What was measured.
        value: The score.
        bar: The bar.
        above: Whether good scores lie above the bar.
    """

    what: str
    value: float
    bar: float
    above: bool


_recorded: list[Score] | None = None


class Bar:
    """A bar for the score of a trained model.

    Args:
        what: What is measured, in a few words.
        at_least: The lowest score that is good enough; or
        at_most: the highest.

    Raises:
        ValueError: Both or neither of the two are given.

    Example:
        >>> Bar("accuracy", at_least=0.8).holds(0.83)
        True
    """

    def __init__(self, what: str, *, at_least: float | None = None, at_most: float | None = None) -> None:
        if at_least is not None and at_most is None:
            self.above, self.value = True, float(at_least)
        elif at_most is not None and at_least is None:
            self.above, self.value = False, float(at_most)
        else:
            raise ValueError(f"Bar {what!r}: give either at_least or at_most.")
        self.what = what

    def __str__(self) -> str:
        return f"{self.value:g}"

    def holds(self, score: float) -> bool:
        """Say whether a score is good enough.

        Args:
            score: The score; NaN is never good enough.

        Returns:
            True when it is on the good side of the bar, or on it.
        """
        score = float(score)
        if _recorded is not None:
            _recorded.append(Score(self.what, score, self.value, self.above))
        return score >= self.value if self.above else score <= self.value


@contextmanager
def recording() -> Iterator[list[Score]]:
    """Keep the scores that are held against bars while the block runs.

    Yields:
        The list that they are added to.
    """
    global _recorded
    before, _recorded = _recorded, []
    try:
        yield _recorded
    finally:
        _recorded = before

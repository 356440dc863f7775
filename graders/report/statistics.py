"""What the numbers of a class say about its exercises.

Both figures are those of classical test theory (L. Crocker and J. Algina, *Introduction to Classical and
Modern Test Theory*, 1986, chapter 14). They are taken over final results alone: an answer that waits for a
teacher says nothing about an exercise yet.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from graders.results import Result, State

BINS = 10


@dataclass(frozen=True)
class Item:
    """One exercise as an item of a test.

    Args:
        exercise: The exercise's name.
        mean: Mean score, in points.
        max_score: The points that could be had.
        difficulty: See `difficulty`; None without results.
        discrimination: See `discrimination`; None where it is not defined.
        tried: How many tried it, of those with a final result.
    """

    exercise: str
    mean: float
    max_score: float
    difficulty: float | None
    discrimination: float | None
    tried: int

    @property
    def in_words(self) -> str:
        """What the discrimination means, by the bounds of R. Ebel and D. Frisbie, *Essentials of Educational
        Measurement*, 1991: 0.40, 0.30, 0.20."""
        value = self.discrimination
        if value is None:
            return "cannot be told: all have the same score here or everywhere else"
        if value < 0:
            return "who is good elsewhere does worse here: look at its words and checks"
        bounds = ((0.4, "tells apart very well"), (0.3, "tells apart well"), (0.2, "tells apart a little"))
        return next((words for bound, words in bounds if value >= bound), "hardly tells apart")


def final(results: Sequence[Result]) -> list[Result]:
    """Give the results on which nothing is to be decided any more."""
    return [result for result in results if result.state is State.GRADED]


def difficulty(scores: Sequence[float], max_score: float) -> float | None:
    """Give an item's difficulty: mean score / highest possible score.

    Args:
        scores: Everybody's score in it.
        max_score: The highest possible.

    Returns:
        Between 0, where nobody has a point, and 1, where all have all; the higher, the easier. None without
        scores.

    Example:
        >>> difficulty([0, 2, 4, 4], 4)
        0.625
    """
    return sum(scores) / len(scores) / max_score if scores and max_score > 0 else None


def discrimination(scores: Sequence[float], totals: Sequence[float]) -> float | None:
    """Give an item's discrimination, the corrected item-total correlation.

    It is Pearson's r between the score in the item and the score in all *other* items, total − item: with the
    item in the total, it would correlate with itself (S. Henrysson, "Correction of item-total correlations in
    item analysis", *Psychometrika* 28, 1963).

    Args:
        scores: Everybody's score in the item.
        totals: The same people's score in all items.

    Returns:
        Between −1 and 1; None where one of the two is the same for all.

    Example:
        >>> discrimination([0, 1, 2], [1, 3, 5])
        1.0
    """
    rests = [total - score for score, total in zip(scores, totals, strict=True)]
    if len(scores) < 2:
        return None
    mean, mean_rest = sum(scores) / len(scores), sum(rests) / len(rests)
    spread = math.sqrt(sum((each - mean) ** 2 for each in scores))
    spread_rest = math.sqrt(sum((each - mean_rest) ** 2 for each in rests))
    if spread < 1e-9 or spread_rest < 1e-9:
        return None
    together = sum((a - mean) * (b - mean_rest) for a, b in zip(scores, rests, strict=True))
    return max(-1.0, min(1.0, round(together / spread / spread_rest, 12)))


def items(results: Sequence[Result]) -> list[Item]:
    """Take the figures of each exercise of a lesson.

    Args:
        results: What the class got.

    Returns:
        One item an exercise, in the lesson's order.
    """
    done = final(results)
    names = list(dict.fromkeys(mark.exercise for result in done for mark in result.marks))
    found = []
    for name in names:
        pairs = [
            (mark, result.raw_score) for result in done for mark in result.marks if mark.exercise == name
        ]
        scores = [mark.score for mark, _ in pairs]
        most = max(mark.max_score for mark, _ in pairs)
        tried = sum(not (mark.verdict is not None and mark.verdict.unattempted) for mark, _ in pairs)
        found.append(
            Item(
                name,
                sum(scores) / len(scores),
                most,
                difficulty(scores, most),
                discrimination(scores, [total for _, total in pairs]),
                tried,
            )
        )
    return found


def distribution(results: Sequence[Result]) -> list[tuple[str, int]]:
    """Count how many have which share of the points, late penalties taken off.

    Args:
        results: What the class got.

    Returns:
        The bounds of each bin in percent, and how many are in it; the upper bound belongs to the last bin.
    """
    counts = [0] * BINS
    for result in final(results):
        share = result.score / result.max_score if result.max_score else 0.0
        counts[min(BINS - 1, int(share * BINS + 1e-9))] += 1
    width = 100 // BINS
    return [(f"{at * width}–{(at + 1) * width} %", count) for at, count in enumerate(counts)]

"""Criteria: what an exercise asks for, and how an answer is judged.

An exercise's hidden check is an `Exercise` with criteria, each a plain function over evidence:

    from graders.criteria import Exercise, Miss
    from graders.evidence import kinds

    scale_pixels = Exercise("01_sequential", "scale_pixels", evidence={"scaled": kinds.Array()})

    @scale_pixels.criterion("Pixels lie between 0 and 1", points=1, read="Scale the pixels")
    def between_zero_and_one(scaled):
        if scaled.max() > 1:
            return Miss(
                expected="a largest pixel of 1.0",
                found=f"{scaled.max():g}",
                hint="Pixels come as integers from 0 to 255: divide by the largest.",
            )

`judge` calls every criterion, whatever the ones before it did, and gives a `Verdict`.
"""

from graders.criteria.exercise import Criterion, Exercise, Miss
from graders.criteria.judge import beyond_limits, is_untouched, judge, judge_one, unattempted, unjudged
from graders.criteria.verdict import Judgement, Status, Verdict

__all__ = [
    "Criterion",
    "Exercise",
    "Judgement",
    "Miss",
    "Status",
    "Verdict",
    "beyond_limits",
    "is_untouched",
    "judge",
    "judge_one",
    "unattempted",
    "unjudged",
]

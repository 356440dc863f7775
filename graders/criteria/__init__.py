"""Criteria: what an exercise asks for, and how an answer is judged.

An exercise's hidden check is an `Exercise` with criteria, each a plain function over evidence:

    from graders.criteria import Exercise, require
    from graders.evidence import kinds

    SCALE_PIXELS = Exercise("01_sequential", "scale_pixels", evidence={"scaled": kinds.Array()})

    @SCALE_PIXELS.criterion("Pixels lie between 0 and 1", points=1, read="Scale the pixels")
    def _between_zero_and_one(scaled):
        require(
            scaled.max() <= 1,
            expected="a largest pixel of 1.0",
            found=f"{scaled.max():g}",
            hint="Pixels come as integers from 0 to 255: divide by the largest.",
        )

What is missing is raised (`Missed`), by `require` or by a reader of `graders.vocabulary`; a criterion that
returns has been met. `judge` calls every criterion, whatever the ones before it did, and gives a `Verdict`.
"""

from graders.criteria.exercise import Criterion, Exercise, Miss, Missed, require
from graders.criteria.judge import (
    behind_a_stop,
    beyond_limits,
    is_untouched,
    judge,
    judge_one,
    unattempted,
    unjudged,
)
from graders.criteria.occasion import begin_practice, hidden_rng, in_practice
from graders.criteria.verdict import Judgement, Status, Verdict

__all__ = [
    "Criterion",
    "Exercise",
    "Judgement",
    "Miss",
    "Missed",
    "Status",
    "Verdict",
    "begin_practice",
    "behind_a_stop",
    "beyond_limits",
    "hidden_rng",
    "in_practice",
    "is_untouched",
    "judge",
    "judge_one",
    "require",
    "unattempted",
    "unjudged",
]

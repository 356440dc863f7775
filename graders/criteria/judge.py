"""Judging: an exercise's criteria over the evidence of one answer."""

import traceback
from collections.abc import Mapping
from typing import Any

from graders.criteria.exercise import Criterion, Exercise, Miss
from graders.criteria.verdict import Judgement, Status, Verdict
from graders.evidence.unusable import Unusable

MESSAGE_LENGTH = 500
"""Longest text, in characters, of one part of a message: learner-made names and values may stand in it."""


def judge(
    exercise: Exercise, evidence: Mapping[str, Any], *, attempted: bool = True, note: str = ""
) -> Verdict:
    """Judge every criterion of an exercise, whatever the ones before it did.

    Args:
        exercise: The exercise.
        evidence: What came from the candidate, under the names that the exercise declares; an `Unusable`
            where a name holds nothing to judge.
        attempted: False when the learner's cell is still the one that the lesson gave out.
        note: What happened around the answer, for the learner ("stopped after 60 s").

    Returns:
        The verdict. It is *unattempted* when `attempted` is False or when all evidence is unanswered.
    """
    values = [evidence.get(name, _missing(name)) for name in exercise.evidence]
    untouched = bool(values) and all(isinstance(value, Unusable) and value.unanswered for value in values)
    if not attempted or untouched:
        judgements = tuple(
            Judgement(criterion.name, Status.UNATTEMPTED, 0, criterion.points, read=criterion.read)
            for criterion in exercise.criteria
        )
    else:
        judgements = tuple(_judge_one(criterion, evidence) for criterion in exercise.criteria)
    return Verdict(exercise.lesson, exercise.name, judgements, note)


def unjudged(exercise: Exercise, fault: str, *, note: str = "") -> Verdict:
    """Give the verdict of an answer that the course failed to judge: no points taken away for good.

    Args:
        exercise: The exercise.
        fault: What went wrong, for the teacher.
        note: What happened around the answer, for the learner.

    Returns:
        A verdict that asks for the teacher.
    """
    judgements = tuple(
        Judgement(
            criterion.name,
            Status.UNJUDGED,
            0,
            criterion.points,
            found=_UNJUDGED,
            read=criterion.read,
            fault=fault,
        )
        for criterion in exercise.criteria
    )
    return Verdict(exercise.lesson, exercise.name, judgements, note)


_UNJUDGED = "the course's own check failed here, which is not your mistake: your teacher will look at it"


def _missing(name: str) -> Unusable:
    return Unusable(
        expected=f"something called `{name}`",
        found="nothing: the name is not defined",
        hint="Run the exercise's cell, and keep the name that the lesson gives.",
        unanswered=True,
    )


def _judge_one(criterion: Criterion, evidence: Mapping[str, Any]) -> Judgement:
    given = {name: evidence.get(name, _missing(name)) for name in criterion.needs}
    unusable = next((value for value in given.values() if isinstance(value, Unusable)), None)
    if unusable is not None:
        return _missed(criterion, unusable.expected, unusable.found, unusable.hint)
    try:
        miss = criterion.test(**given)
    except Exception:
        return Judgement(
            criterion.name,
            Status.UNJUDGED,
            0,
            criterion.points,
            found=_UNJUDGED,
            read=criterion.read,
            fault=traceback.format_exc(),
        )
    if miss is None:
        return Judgement(criterion.name, Status.MET, criterion.points, criterion.points)
    if not isinstance(miss, Miss):
        fault = f"The criterion returned {type(miss).__name__}; it must return None or a Miss."
        return Judgement(
            criterion.name,
            Status.UNJUDGED,
            0,
            criterion.points,
            found=_UNJUDGED,
            read=criterion.read,
            fault=fault,
        )
    return _missed(criterion, miss.expected, miss.found, miss.hint)


def _missed(criterion: Criterion, expected: str, found: str, hint: str) -> Judgement:
    return Judgement(
        criterion.name,
        Status.MISSED,
        0,
        criterion.points,
        expected=_short(expected),
        found=_short(found),
        hint=_short(hint),
        read=criterion.read,
    )


def _short(text: str) -> str:
    text = str(text)
    return text if len(text) <= MESSAGE_LENGTH else text[: MESSAGE_LENGTH - 1] + "…"

"""Judging: an exercise's criteria over the evidence of one answer."""

import traceback
from collections.abc import Mapping
from dataclasses import replace

from graders.criteria.exercise import Criterion, Exercise, Miss, Missed
from graders.criteria.verdict import Judgement, Status, Verdict
from graders.evidence.asking import Part, UndecidedError, watching
from graders.evidence.unusable import Unusable

MESSAGE_LENGTH = 500
"""Longest text, in characters, of one part of a message: learner-made names and values may stand in it."""


def judge(
    exercise: Exercise, evidence: Mapping[str, object], *, attempted: bool | None = None, note: str = ""
) -> Verdict:
    """Judge every criterion of an exercise, whatever the ones before it did.

    Args:
        exercise: The exercise.
        evidence: What came from the candidate, under the names that the exercise declares; an `Unusable`
            where a name holds nothing to judge.
        attempted: Whether the learner's cell differs from the one that the lesson gave out; None when that is
            not known, and the evidence has to tell.
        note: What happened around the answer, for the learner ("stopped after 60 s").

    Returns:
        The verdict. It is *unattempted* when `attempted` is False, or None and all evidence is unanswered.
    """
    if attempted is None:
        attempted = not is_untouched(exercise, evidence)
    if not attempted:
        return unattempted(exercise, note=note)
    evidence = behind_a_stop(evidence, note)
    judgements = tuple(judge_one(criterion, evidence) for criterion in exercise.criteria)
    return Verdict(exercise.lesson, exercise.name, judgements, note)


def behind_a_stop(evidence: Mapping[str, object], note: str) -> dict[str, object]:
    """Say of names that are missing since the cell stopped before them that the stop has to be mended first.

    Args:
        evidence: What came from the candidate.
        note: How the answer's cell stopped; empty when it did not.

    Returns:
        The evidence, with these words where a name is missing.
    """
    if not note:
        return dict(evidence)
    found, hint = (
        "nothing: the cell did not get that far",
        "Mend what stopped the cell, as the line above says.",
    )
    return {
        name: replace(value, found=found, hint=hint)
        if isinstance(value, Unusable) and value.unanswered
        else value
        for name, value in evidence.items()
    }


def is_untouched(exercise: Exercise, evidence: Mapping[str, object]) -> bool:
    """Tell whether every name that the exercise asks for is still as the lesson gave it out.

    Args:
        exercise: The exercise.
        evidence: What came from the candidate.

    Returns:
        True when nothing was answered.
    """
    asked = [name for name in exercise.evidence if name not in exercise.given]
    values = [evidence.get(name, _missing(name)) for name in asked]
    return bool(values) and all(isinstance(value, Unusable) and value.unanswered for value in values)


def unattempted(exercise: Exercise, *, note: str = "") -> Verdict:
    """Give the verdict of an exercise that the learner left as it was.

    Args:
        exercise: The exercise.
        note: What happened around the answer, for the learner.

    Returns:
        A verdict without points.
    """
    judgements = tuple(
        Judgement(criterion.name, Status.UNATTEMPTED, 0, criterion.points, read=criterion.read)
        for criterion in exercise.criteria
    )
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
    judgements = tuple(_faulty(criterion, fault) for criterion in exercise.criteria)
    return Verdict(exercise.lesson, exercise.name, judgements, note)


def beyond_limits(criterion: Criterion, limit: str) -> Judgement:
    """Judge a criterion whose evidence the examiner could not handle within its limits.

    Args:
        criterion: The criterion.
        limit: Which limit was reached, such as "more than 4 GiB of memory".

    Returns:
        A miss that says so.
    """
    return _missed(
        criterion,
        "an answer that can be judged with the memory and time of an ordinary computer",
        f"judging it took {limit}",
        "Check the sizes in your answer: far too many units, or a very large array, are usual reasons.",
    )


_UNJUDGED = "the course's own check failed here, which is not your mistake: your teacher will look at it"


def _missing(name: str) -> Unusable:
    return Unusable(
        expected=f"something called `{name}`",
        found="nothing: the name is not defined",
        hint="Run the exercise's cell, and keep the name that the lesson gives.",
        unanswered=True,
    )


def judge_one(criterion: Criterion, evidence: Mapping[str, object]) -> Judgement:
    """Judge one criterion.

    Args:
        criterion: The criterion.
        evidence: What came from the candidate.

    Returns:
        How it came out. Whatever its test raises besides `Missed` makes it *unjudged*, which asks for the
        teacher. What hangs on a part that cannot be looked into is *undecided*, and so is, for now, what has
        asked such a part (see `graders.evidence.asking`).
    """
    with watching() as watch:
        try:
            judged = _judge_one(criterion, evidence)
        except UndecidedError as hidden:
            return undecided(criterion, hidden.part)
    if watch.questions or (watch.parts and judged.status is not Status.MET):
        return undecided(criterion, next(iter([*watch.parts, *watch.asked])))
    return judged


def undecided(criterion: Criterion, part: Part) -> Judgement:
    """Leave a criterion to the teacher.

    Args:
        criterion: The criterion.
        part: What of the answer cannot be looked into.

    Returns:
        A judgement without points that is no miss.
    """
    return Judgement(
        criterion.name,
        Status.UNDECIDED,
        0,
        criterion.points,
        found=_short(f"{part}. Your teacher will look."),
        hint=_short(part.instead),
        read=criterion.read,
    )


def _judge_one(criterion: Criterion, evidence: Mapping[str, object]) -> Judgement:
    given = {name: evidence.get(name, _missing(name)) for name in criterion.needs}
    unusable = next((value for value in given.values() if isinstance(value, Unusable)), None)
    if unusable is not None and unusable.undecided:
        return undecided(criterion, Part(unusable.found[:1].upper() + unusable.found[1:], ""))
    if unusable is not None:
        return _missed(criterion, unusable.expected, unusable.found, unusable.hint)
    try:
        miss = criterion.test(**given)
    except Missed as missed:
        return _missed(criterion, missed.expected, missed.found, missed.hint)
    except UndecidedError:
        raise
    except MemoryError:
        return beyond_limits(criterion, "more memory than there is")
    except Exception:
        return _faulty(criterion, traceback.format_exc())
    if miss is None:
        return Judgement(criterion.name, Status.MET, criterion.points, criterion.points)
    if not isinstance(miss, Miss):
        return _faulty(
            criterion, f"The criterion returned {type(miss).__name__}; it must return None or a Miss."
        )
    return _missed(criterion, miss.expected, miss.found, miss.hint)


def _faulty(criterion: Criterion, fault: str) -> Judgement:
    return Judgement(
        criterion.name,
        Status.UNJUDGED,
        0,
        criterion.points,
        found=_UNJUDGED,
        read=criterion.read,
        fault=fault,
    )


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

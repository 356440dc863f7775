"""From an evidence document to what the checks are given, and to a verdict, round by round."""

from collections.abc import Mapping, Sequence

from coursework.evidence.format import ROUNDS
from coursework.plain import Json
from graders.criteria import Exercise, Verdict, judge
from graders.evidence import EvidenceError, Unusable, read
from graders.evidence.asking import watching
from graders.examiner.client import Ask


def evidence_of(
    exercise: Exercise, document: bytes, absent: str = "", answered: Sequence[bytes] = ()
) -> dict[str, object]:
    """Read an exercise's evidence; what cannot be read is a fact about the answer.

    Args:
        exercise: The exercise.
        document: The evidence document from the candidate.
        absent: When there is no document: why, in the learner's words.
        answered: What the candidate answered to questions since, one document a round.

    Returns:
        Evidence by name.
    """
    if absent:
        return _nothing(exercise, absent)
    try:
        return read(document, exercise.evidence, answered)
    except EvidenceError as error:
        return _nothing(exercise, f"something that cannot be read: {error}")


def questions_of(questions: Mapping[str, Json]) -> Json:
    """Make the request that puts questions to a candidate."""
    return {"questions": questions}


def judge_here(
    exercise: Exercise,
    document: bytes,
    ask: Ask | None,
    *,
    absent: str = "",
    attempted: bool | None = None,
    note: str = "",
) -> Verdict:
    """Judge an answer in this process, and ask its candidate what the checks have to know.

    Args:
        exercise: The exercise.
        document: The evidence document from the candidate.
        ask: Puts questions to the candidate; None when it cannot be asked.
        absent: When there is no document: why, in the learner's words.
        attempted: As for `graders.criteria.judge`.
        note: What happened around the answer, for the learner.

    Returns:
        The verdict.
    """
    answered: list[bytes] = []
    while True:
        evidence = evidence_of(exercise, document, absent, answered)
        with watching() as watch:
            verdict = judge(exercise, evidence, attempted=attempted, note=note)
        if not watch.questions or ask is None or len(answered) == ROUNDS:
            return verdict
        answers = ask(questions_of(watch.questions))
        if answers is None:
            return verdict
        answered.append(answers)


def _nothing(exercise: Exercise, why: str) -> dict[str, object]:
    return {name: Unusable(kind.expected(name), why) for name, kind in exercise.evidence.items()}

"""From an evidence document to what the checks are given."""

from typing import Any

from graders.criteria import Exercise
from graders.evidence import EvidenceError, Unusable, read


def evidence_of(exercise: Exercise, document: bytes, absent: str = "") -> dict[str, Any]:
    """Read an exercise's evidence; what cannot be read is a fact about the answer.

    Args:
        exercise: The exercise.
        document: The evidence document from the candidate.
        absent: When there is no document: why, in the learner's words.

    Returns:
        Evidence by name.
    """
    if absent:
        return _nothing(exercise, absent)
    try:
        return read(document, exercise.evidence)
    except EvidenceError as error:
        return _nothing(exercise, f"something that cannot be read: {error}")


def _nothing(exercise: Exercise, why: str) -> dict[str, Any]:
    return {name: Unusable(kind.expected(name), why) for name, kind in exercise.evidence.items()}

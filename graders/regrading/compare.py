"""Two gradings of one class, held against each other by student and criterion."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graders.criteria import Judgement, Verdict
from graders.exports.base import number
from graders.results import Result

Verdicts = Mapping[str, Verdict]
"""The verdicts of one submission, by exercise."""


@dataclass(frozen=True)
class Change:
    """One criterion that comes out otherwise for one student.

    Args:
        student: The student's id.
        exercise: The exercise's name.
        criterion: The criterion's name.
        before: How it was judged; None when there was no such criterion.
        after: How it is judged; None when there is none any more.
    """

    student: str
    exercise: str
    criterion: str
    before: Judgement | None
    after: Judgement | None

    @property
    def gain(self) -> float:
        """Points that the student gains, or with a minus loses."""
        before = self.before.points if self.before is not None else 0
        return (self.after.points if self.after is not None else 0) - before

    def __str__(self) -> str:
        """The change in one line."""
        return f"{self.exercise}: {self.criterion}: {_outcome(self.before)} → {_outcome(self.after)}"


def _outcome(judgement: Judgement | None) -> str:
    if judgement is None:
        return "not there"
    return f"{judgement.status.value} {number(judgement.points)} of {number(judgement.max_points)}"


def verdicts_of(result: Result) -> dict[str, Verdict]:
    """Give the verdicts behind a result."""
    return {mark.exercise: mark.verdict for mark in result.marks if mark.verdict is not None}


def changes(student: str, before: Verdicts, after: Verdicts) -> list[Change]:
    """Say what comes out otherwise for one student.

    Args:
        student: The student's id.
        before: The verdicts that stand.
        after: The verdicts of the new grading.

    Returns:
        A change for each criterion whose status or points differ, in the order of the new grading; words that
        differ alone are none.
    """
    found = []
    for exercise in dict.fromkeys([*after, *before]):
        old, new = _judgements(before, exercise), _judgements(after, exercise)
        for name in dict.fromkeys([*new, *old]):
            one, other = old.get(name), new.get(name)
            if _counted(one) != _counted(other):
                found.append(Change(student, exercise, name, one, other))
    return found


def _judgements(verdicts: Verdicts, exercise: str) -> dict[str, Judgement]:
    verdict = verdicts.get(exercise)
    return {each.name: each for each in verdict.judgements} if verdict is not None else {}


def _counted(judgement: Judgement | None) -> tuple[object, ...] | None:
    if judgement is None:
        return None
    return judgement.status, judgement.points, judgement.max_points


def comparison(
    lesson: str, before: Mapping[str, Result], after: Mapping[str, Verdicts], names: Mapping[str, str]
) -> str:
    """Lay out before and after of a class.

    Args:
        lesson: The lesson's name.
        before: The results that stand, by student.
        after: The verdicts of the new grading, by student.
        names: What each student is called.

    Returns:
        Lines of text: each student for whom something changes, with the criteria, and each criterion with how
        many gain and lose by it.
    """
    lines: list[str] = []
    everything: list[Change] = []
    for student, verdicts in after.items():
        result = before[student]
        found = changes(student, verdicts_of(result), verdicts)
        if not found:
            continue
        everything += found
        lines += ["", f"{names[student]}: {_totals(result, verdicts)}", *(f"  {each}" for each in found)]
        lines += [f"  {sentence}" for sentence in _decided(result, found)]
    same = len(after) - len({each.student for each in everything})
    head = f"{lesson}: {len(after)} submissions, {len(after) - same} change and {same} stay as they are"
    return "\n".join([head, *lines, *_by_criterion(everything)])


def _totals(result: Result, verdicts: Verdicts) -> str:
    old = verdicts_of(result).values()
    points, most = sum(each.points for each in old), sum(each.max_points for each in old)
    new = verdicts.values()
    return (
        f"{number(points)} of {number(most)} → {number(sum(each.points for each in new))} of "
        f"{number(sum(each.max_points for each in new))} by the checks"
    )


def _decided(result: Result, found: Sequence[Change]) -> list[str]:
    touched = {each.exercise for each in found}
    return [
        f"A teacher gave {number(mark.score)} for {mark.exercise}: that score stays, and Formgrader asks for "
        "a second look."
        for mark in result.marks
        if mark.by_hand and mark.exercise in touched
    ]


def _by_criterion(everything: Sequence[Change]) -> list[str]:
    if not everything:
        return []
    counts: dict[tuple[str, str], Counter[str]] = {}
    for each in everything:
        way = "gain" if each.gain > 0 else "lose" if each.gain < 0 else "same points"
        counts.setdefault((each.exercise, each.criterion), Counter())[way] += 1
    lines = ["", "By criterion:"]
    for (exercise, criterion), count in counts.items():
        said = ", ".join(f"{many} {way}" for way, many in count.items())
        lines.append(f"  {exercise}: {criterion}: {said}")
    return lines

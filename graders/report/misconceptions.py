"""Which misconceptions a class has, by what the checks told its learners."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from graders.criteria import Judgement, Status
from graders.results import Result

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass
class Misconception:
    """One mistake that learners made.

    Args:
        lesson: The lesson's name.
        exercise: The exercise's name.
        criterion: The criterion that is missed by it.
        words: What the check says of it: the words of a known mistake, or else the hint.
        read: The heading in the lesson that treats it.
        cell: The number of the cell under that heading in the lesson, from 1; None when it has no such one.
        students: Ids of those who made it.
        tried: How many tried the exercise.
        found: What their answers had instead, the most frequent first.
    """

    lesson: str
    exercise: str
    criterion: str
    words: str
    read: str
    cell: int | None
    students: list[str] = field(default_factory=list)
    tried: int = 0
    found: list[tuple[str, int]] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many made it."""
        return len(self.students)


def misconceptions(
    lesson: str, results: Sequence[Result], headings: Mapping[str, int]
) -> list[Misconception]:
    """Find the misconceptions of a class in one lesson.

    A check names a known mistake by its words (`mistakes=`), and puts them in the place of the hint. So a
    misconception is a criterion that was missed with the same words, whatever numbers stand in them.

    Args:
        lesson: The lesson's name.
        results: What the class got.
        headings: The lesson's headings, with the cell in which each stands.

    Returns:
        The most frequent first; those that are equally frequent in the lesson's order.
    """
    made: dict[tuple[str, str, str], Misconception] = {}
    said: dict[tuple[str, str, str], Counter[str]] = {}
    had: dict[tuple[str, str, str], Counter[str]] = {}
    tried: Counter[str] = Counter()
    order: dict[tuple[str, str], int] = {}
    for result in results:
        for mark in result.marks:
            if mark.verdict is None or mark.verdict.unattempted:
                continue
            tried[mark.exercise] += 1
            for judgement in mark.verdict.judgements:
                order.setdefault((mark.exercise, judgement.name), len(order))
                if judgement.status is not Status.MISSED:
                    continue
                words = words_of(judgement)
                key = (mark.exercise, judgement.name, _NUMBER.sub("#", words))
                if key not in made:
                    made[key] = Misconception(
                        lesson,
                        mark.exercise,
                        judgement.name,
                        words,
                        judgement.read,
                        headings.get(judgement.read),
                    )
                made[key].students.append(result.person.id)
                said.setdefault(key, Counter())[words] += 1
                had.setdefault(key, Counter())[judgement.found] += 1
    for key, each in made.items():
        each.words = said[key].most_common(1)[0][0]
        each.found = [(text, count) for text, count in had[key].most_common() if text]
        each.tried = tried[each.exercise]
    return sorted(made.values(), key=lambda each: (-each.count, order[each.exercise, each.criterion]))


def words_of(judgement: Judgement) -> str:
    """Give the words that name a mistake: the hint, or what was expected where there is none."""
    return judgement.hint or f"Expected {judgement.expected}."

"""An exercise's hidden check: criteria, each a plain function over evidence."""

import inspect
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graders.evidence.kinds import Kind


@dataclass(frozen=True)
class Miss:
    """What a criterion's function may also return when the answer does not meet it; see `Missed`.

    Args:
        expected: What was asked for, in the learner's words. Never the answer itself, never a hidden input.
        found: What the answer has instead.
        hint: One sentence that names the likely mistake and the way out of it.
    """

    expected: str
    found: str
    hint: str = ""


class Missed(Exception):  # noqa: N818 - a criterion is missed: no error of anybody's
    """Raised in a criterion's function when the answer does not meet it.

    Args:
        expected: What was asked for, in the learner's words. Never the answer itself, never a hidden input.
        found: What the answer has instead.
        hint: One sentence that names the likely mistake and the way out of it.
        mistakes: Known mistakes, each as such a sentence and whether the answer shows it. The first one that
            it shows takes the hint's place.
    """

    def __init__(
        self, *, expected: str, found: str, hint: str = "", mistakes: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(f"expected {expected}; found {found}")
        self.expected, self.found = expected, found
        self.hint = next((words for words, shown in (mistakes or {}).items() if shown), hint)


def require(
    condition: object,
    *,
    expected: str,
    found: str,
    hint: str = "",
    mistakes: Mapping[str, object] | Callable[[], Mapping[str, object]] | None = None,
) -> None:
    """See to it that something holds of an answer; the criterion is missed when it does not.

    All arguments are worked out before the call, whether the condition holds or not: where that could fail or
    costs much, give the mistakes as a function, or write `if not …: raise Missed(…)`.

    Args:
        condition: What has to hold.
        expected: What was asked for; see `Missed` for this one and the others.
        found: What the answer has instead.
        hint: The way out of it.
        mistakes: Known mistakes, whose words come before the hint; a function that gives them is called only
            when the condition does not hold.

    Raises:
        Missed: It does not hold.

    Example:
        >>> require(2 + 2 == 5, expected="five", found="four")
        Traceback (most recent call last):
        graders.criteria.exercise.Missed: expected five; found four
    """
    if not condition:
        known = mistakes() if callable(mistakes) else mistakes
        raise Missed(expected=expected, found=found, hint=hint, mistakes=known)


@dataclass(frozen=True)
class Criterion:
    """One thing judged in an exercise.

    Args:
        name: What holds when it is met, as a short statement ("Pixels lie between 0 and 1").
        points: What it is worth, a positive number.
        read: The heading in the lesson where the idea is explained.
        test: Takes evidence by parameter name; returns None when met, and raises `Missed` when not.
    """

    name: str
    points: float
    read: str
    test: Callable[..., Miss | None]

    @property
    def needs(self) -> tuple[str, ...]:
        """Names of the evidence that the test reads."""
        return tuple(inspect.signature(self.test).parameters)


@dataclass(eq=False)
class Exercise:
    """One thing asked of the learner, with the hidden check that judges it.

    Args:
        lesson: The lesson it belongs to, `NN_topic`.
        name: Its id in the lesson's source, the same in `solution="…"` and `grade="…"`.
        evidence: What leaves the candidate: the learner's names, each with its kind from `graders.evidence`.
        given: Those of these names that the lesson itself defines, such as a model to start from: they tell
            nothing of whether the learner answered.
        prepare: Works out what the tests compare with, such as a reference training, and keeps it (`@cache`).
            At a learner's desk it runs while the answer's check is still to come.

    Example:
        >>> from graders.evidence import kinds
        >>> HALVE = Exercise("00_start_here", "halve", evidence={"half": kinds.Value()})
        >>> @HALVE.criterion("Half of ten", points=1, read="Your first exercise")
        ... def half_of_ten(half):
        ...     require(half == 5, expected="half of 10", found=repr(half))
        >>> HALVE.points
        1
    """

    lesson: str
    name: str
    evidence: "Mapping[str, Kind]"
    criteria: list[Criterion] = field(default_factory=list)
    given: Collection[str] = ()
    prepare: Callable[[], object] | None = None

    def criterion(self, name: str, *, points: float, read: str) -> Callable:
        """Add a criterion: a decorator for its test function.

        Args:
            name: What holds when it is met.
            points: What it is worth.
            read: The heading in the lesson where the idea is explained.

        Returns:
            A decorator that gives the function back unchanged.

        Raises:
            ValueError: The points are not positive, the name stands twice, or the function asks for evidence
                that the exercise does not declare.
        """
        where = f"exercise {self.lesson}/{self.name}, criterion {name!r}"
        if not points > 0:
            raise ValueError(f"{where}: points must be positive, not {points!r}")
        if any(known.name == name for known in self.criteria):
            raise ValueError(f"{where}: there is a criterion of that name already")

        def add(test: Callable[..., Miss | None]) -> Callable[..., Miss | None]:
            made = Criterion(name, points, read, test)
            unknown = [need for need in made.needs if need not in self.evidence]
            if unknown:
                raise ValueError(f"{where}: asks for evidence {unknown}, declared are {list(self.evidence)}")
            self.criteria.append(made)
            return test

        return add

    @property
    def points(self) -> float:
        """The most that the exercise gives: the sum over its criteria."""
        return sum(criterion.points for criterion in self.criteria)

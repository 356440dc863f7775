"""Rewritings: each makes another right answer of a right answer, the mirror of the mutation operators.

    answer = Rewriter(cell_source, asked={"model": {"Model"}}, known={"x_train"})
    for name in REWRITINGS:
        source = answer.rewritten(name)  # None where there is nothing to rewrite

A hidden check that takes points from a rewritten answer is unfair, unless the task's own words exclude it.
"""

from collections.abc import Iterable, Mapping, Set

from graders.prove.mutants import normal
from graders.prove.rewritings import activations, compiling, models, style, training, values, without_layers
from graders.prove.rewritings.cell import REWRITINGS, Given, Rewriting

__all__ = ["REWRITINGS", "Given", "Rewriter", "Rewriting"]
FAMILIES = (activations, models, compiling, values, style, training, without_layers)


class Rewriter:
    """A right answer that is rewritten in one way after the other.

    Args:
        source: The whole solution cell.
        asked: The learner's names that evidence is taken from, each with its kinds of evidence ("Model").
        known: Names that worked cells define.

    Raises:
        CourseError: The source is no Python.
    """

    def __init__(
        self, source: str, asked: Mapping[str, Set[str]] | None = None, known: Iterable[str] = ()
    ) -> None:
        self._source, self._asked, self._known = source, dict(asked or {}), frozenset(known)
        self._seen = {normal(Given(source).written())}

    def rewritten(self, name: str) -> str | None:
        """Rewrite the answer in one way.

        Args:
            name: The rewriting's name.

        Returns:
            The rewritten cell; None when there is nothing to rewrite, or when it was made before.
        """
        made = REWRITINGS[name].apply(Given(self._source, self._asked, self._known))
        form = "" if made is None else normal(made)
        if made is None or form in self._seen:
            return None
        self._seen.add(form)
        return made

"""Rewritings: each makes another right answer of a right answer, the mirror of the mutation operators.

    for name, source in rewritten(cell_source, asked={"model": "Model"}, known={"x_train"}).items():
        ...

A hidden check that takes points from a rewritten answer is unfair, unless the task's own words exclude it.
"""

from collections.abc import Iterable, Mapping

from graders.prove.mutants import normal
from graders.prove.rewritings import activations, compiling, models, style, values
from graders.prove.rewritings.cell import REWRITINGS, Given, Rewriting

__all__ = ["REWRITINGS", "Given", "Rewriting", "rewritten"]
FAMILIES = (activations, models, compiling, values, style)


def rewritten(
    source: str, asked: Mapping[str, str] | None = None, known: Iterable[str] = ()
) -> dict[str, str]:
    """Rewrite a right answer in every way that can be had.

    Args:
        source: The whole solution cell.
        asked: The learner's names that evidence is taken from, each with the kind of evidence ("Model").
        known: Names that worked cells define.

    Returns:
        The rewritten cells by the names of the rewritings. None is equal to the answer or to another one;
        where two rewritings give the same the first in `REWRITINGS` keeps it.

    Raises:
        CourseError: The source is no Python.
    """
    names = frozenset(known)
    seen = {normal(Given(source).written())}
    made: dict[str, str] = {}
    for one in REWRITINGS.values():
        again = one.apply(Given(source, asked, names))
        form = "" if again is None else normal(again)
        if again is not None and form not in seen:
            seen.add(form)
            made[one.name] = again
    return made

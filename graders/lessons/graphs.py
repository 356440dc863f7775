"""Readers of `graders.vocabulary` as lessons take them that still return a `Miss`; to go with the last."""

from collections.abc import Callable, Sequence
from typing import Any

from graders.criteria import Miss, Missed
from graders.vocabulary import (
    inputs_are,
    loss_is,
    output_layer_is,
    output_of,
    outputs_are,
    setting_of,
    side_by_side,
)


def _returning(reader: Callable[..., None]) -> Callable[..., Miss | None]:
    def ask(*args: Any) -> Miss | None:
        try:
            reader(*args)
        except Missed as missed:
            return Miss(missed.expected, missed.found, missed.hint)
        return None

    return ask


other_inputs = _returning(inputs_are)
other_outputs = _returning(outputs_are)
wrong_ending = _returning(output_layer_is)
wrong_loss = _returning(loss_is)
compiled_for = setting_of
numbers_of = output_of


def heads_in_a_row(graph: Any, names: Sequence[str]) -> Miss | None:
    """Say so when one output is fed to the head of another."""
    return _returning(side_by_side)(graph, *names)

"""The vocabulary for checks: readers that give what a criterion needs, or raise `Missed` with good words.

    from graders.criteria import Exercise, require
    from graders.evidence import kinds
    from graders.vocabulary import close, number_of, shown

    HALVE = Exercise("90_tiny", "halve", evidence={"half": kinds.Value()})

    @HALVE.criterion("Half of ten", points=1, read="Halves")
    def _half_of_ten(half):
        number = number_of(half, expected="half of ten")
        require(close(number, 5), expected="half of ten", found=shown(number), hint="Divide.")

A reader whose name ends in `_of` or `_by_name` gives something back; one that ends in `_is` or `_are` gives
nothing and raises when it is otherwise. What a learner may reasonably give is taken: a number as Python or
NumPy scalar, 0-d tensor or array of one element; several numbers as list, tuple or array.

- `values`: numbers, pairs, what a call of the learner's code returned, and how messages show values;
- `comparing`: the one tolerance policy, and the mistake that explains a wrong value;
- `models`: inputs, outputs, output layers, paths and what a model answers;
- `losses`: what a model was compiled with, for each of its outputs;
- `scales`: normalization of features, and the rows that it was learned from;
- `files`: files that the learner's code wrote.
"""

from graders.vocabulary.comparing import close, number_is
from graders.vocabulary.files import file_of, saved_model
from graders.vocabulary.losses import compiled_of, loss_is, metric_names, setting_of
from graders.vocabulary.models import (
    activations_between,
    has_hidden_weights,
    inputs_are,
    output_activation_is,
    output_layer_is,
    output_of,
    outputs_are,
    outputs_by_name,
    side_by_side,
    units_are,
)
from graders.vocabulary.scales import Scale
from graders.vocabulary.values import (
    array_of,
    as_number,
    class_is,
    error_line,
    holds,
    kind_of,
    listed,
    number_of,
    numbers_of,
    pair_of,
    shown,
    value_of,
)

__all__ = [
    "Scale",
    "activations_between",
    "array_of",
    "as_number",
    "class_is",
    "close",
    "compiled_of",
    "error_line",
    "file_of",
    "has_hidden_weights",
    "holds",
    "inputs_are",
    "kind_of",
    "listed",
    "loss_is",
    "metric_names",
    "number_is",
    "number_of",
    "numbers_of",
    "output_activation_is",
    "output_layer_is",
    "output_of",
    "outputs_are",
    "outputs_by_name",
    "pair_of",
    "saved_model",
    "setting_of",
    "shown",
    "side_by_side",
    "units_are",
    "value_of",
]

"""Which of Keras's losses and metrics one of the learner's own computes.

A loss that a learner wrote cannot be read, and it can be asked: what does it give for these true and these
predicted values? One that gives what a loss of Keras gives, on pairs of the form which that loss is for, is
judged as that loss. One that equals none is for the teacher.

A loss is given one pair at a time. A metric is given two, of unlike length, since the mean of two batches'
roots is no root of a mean. Each form is tried more than once: two numbers may be alike by chance.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from graders.evidence.asking import Asker, UndecidedError
from graders.evidence.compiled import Setting, own_part

if TYPE_CHECKING:
    import keras

Shape = tuple[int | None, ...]
Pair = tuple[np.ndarray, np.ndarray]
Trials = Mapping[str, Sequence[Sequence[Pair]]]

_LENGTHS = ((40, 24), (32, 48))
"""For each trial the lengths of its batches; a loss is given the first."""
_LARGEST = 10_000
"""Most numbers of one sample's output for which a loss is asked: the questions have to cross."""
_RELATIVE, _ABSOLUTE = 1e-4, 1e-5
"""Sums in another order differ by some 1e-6; small numbers against a logarithm of 0, by some 1e-5."""

_LOSSES = (
    ("kl_divergence", "KLDivergence", "soft"),
    ("categorical_crossentropy", "CategoricalCrossentropy", "one-hot"),
    ("sparse_categorical_crossentropy", "SparseCategoricalCrossentropy", "numbers"),
    ("sparse_categorical_crossentropy", "SparseCategoricalCrossentropy", "column"),
    ("binary_crossentropy", "BinaryCrossentropy", "yes or no"),
    ("mean_squared_error", "MeanSquaredError", "values"),
    ("mean_absolute_error", "MeanAbsoluteError", "values"),
    ("mean_absolute_percentage_error", "MeanAbsolutePercentageError", "values"),
    ("mean_squared_logarithmic_error", "MeanSquaredLogarithmicError", "values"),
    ("huber", "Huber", "values"),
    ("log_cosh", "LogCosh", "values"),
    ("poisson", "Poisson", "values"),
)
_METRICS = (
    ("categorical_accuracy", "CategoricalAccuracy", "one-hot"),
    ("sparse_categorical_accuracy", "SparseCategoricalAccuracy", "numbers"),
    ("sparse_categorical_accuracy", "SparseCategoricalAccuracy", "column"),
    ("binary_accuracy", "BinaryAccuracy", "yes or no"),
    ("precision", "Precision", "yes or no"),
    ("recall", "Recall", "yes or no"),
    ("root_mean_squared_error", "RootMeanSquaredError", "values"),
    *(each for each in _LOSSES if each[1] not in ("Huber", "LogCosh")),
)


@dataclass
class Recogniser:
    """Recognises the own losses and metrics of one model.

    Args:
        asker: Who asks.
        outputs: Shape of each output under its name, in the model's order.
    """

    asker: Asker
    outputs: Mapping[str, Shape]
    _found: dict[tuple[int, int | str | None], Setting | None] = field(default_factory=dict)

    def __call__(self, number: int, name: str, output: int | str | None, metric: bool) -> Setting | None:
        """Recognise a loss or metric; arguments as for `graders.evidence.compiled.Recognise`.

        Returns:
            The one of Keras's that it equals; None when it equals none, or is not asked yet.
        """
        shape = self._shape(output)
        if shape is None or math.prod(size or 6 for size in shape[1:]) > _LARGEST:
            return None
        key = (number, output)
        if key not in self._found:
            trials = {
                form: [pairs if metric else pairs[:1] for pairs in of] for form, of in _trials(shape).items()
            }
            answers = {form: [self._ask(number, name, pairs) for pairs in trials[form]] for form in trials}
            if any(math.isnan(answer) for of in answers.values() for answer in of):
                return None
            self._found[key] = _equal(trials, answers, metric)
        return self._found[key]

    def _shape(self, output: int | str | None) -> Shape | None:
        shapes = list(self.outputs.values())
        if len(set(shapes)) == 1:
            return shapes[0]
        if isinstance(output, str):
            return self.outputs.get(output)
        return shapes[output] if isinstance(output, int) and output < len(shapes) else None

    def _ask(self, number: int, name: str, pairs: Sequence[Pair]) -> float:
        """Ask for one trial; gives NaN while it is not known, infinity for no answer."""
        batches = [array for pair in pairs for array in pair]
        try:
            answer = self.asker.try_ask(number, own_part(name), batches, [((), "float32")])
        except UndecidedError:
            return math.inf
        return math.nan if answer is None else float(np.nan_to_num(answer[0], nan=math.inf))


def outputs_of(model: "keras.Model | None") -> dict[str, Shape]:
    """Give the shape of each output under its name; nothing for a model of which no graph is known."""
    graph: Any = getattr(model, "_functional", None) or model
    tensors = getattr(graph, "outputs", None) or []
    structure = getattr(graph, "_outputs_struct", None)
    names = sorted(structure) if isinstance(structure, dict) else getattr(graph, "output_names", [])
    return {str(name): tuple(tensor.shape) for name, tensor in zip(names, tensors, strict=False)}


def _equal(trials: Trials, answers: Mapping[str, Sequence[float]], metric: bool) -> Setting | None:
    """Give the first of Keras's that gives what was answered, in each trial of the form that it is for."""
    for name, kind, form in _METRICS if metric else _LOSSES:
        for logits in (False, True) if "crossentropy" in name else (None,):
            config: dict[str, object] = {} if logits is None else {"from_logits": logits}
            if form in trials and all(
                math.isclose(
                    _right(kind, config, pairs, metric), answer, rel_tol=_RELATIVE, abs_tol=_ABSOLUTE
                )
                for pairs, answer in zip(trials[form], answers[form], strict=True)
            ):
                return Setting(name, config, own=True)
    return None


def _right(kind: str, config: Mapping[str, object], pairs: Sequence[Pair], metric: bool) -> float:
    """Give what a loss or metric of Keras gives in a trial."""
    import keras

    if not metric:
        return float(getattr(keras.losses, kind)(**config)(*pairs[0]))
    made = getattr(keras.metrics, kind)(**config)
    for true, predicted in pairs:
        made.update_state(true, predicted)
    return float(made.result())


def _trials(shape: Shape) -> dict[str, list[list[Pair]]]:
    """Make true and predicted values for an output, under each form that labels may have.

    Args:
        shape: The output's shape, batch first; an open size becomes 6.

    Returns:
        Under each form the batches of each trial, the same each time. Predictions lie between 0.05 and 0.95
        where they are to be probabilities, so that as logits they give other losses.
    """
    inner = tuple(size or 6 for size in shape[1:])
    random = np.random.default_rng([19, *inner])
    batches = [[_batch(random, (length, *inner)) for length in lengths] for lengths in _LENGTHS]
    return {form: [[batch[form] for batch in trial] for trial in batches] for form in batches[0][0]}


def _batch(random: np.random.Generator, size: tuple[int, ...]) -> dict[str, Pair]:
    """Make one batch of each form for outputs of one size."""
    found = {
        "values": (random.uniform(0.2, 3, size), random.uniform(0.2, 3, size)),
        "yes or no": (random.integers(0, 2, size), random.uniform(0.05, 0.95, size)),
    }
    if len(size) > 1 and size[-1] > 1:
        soft, shares = (_shares(random.uniform(0.1, 1, size)) for _ in range(2))
        numbers = random.integers(0, size[-1], size[:-1])
        one_hot = np.eye(size[-1])[numbers]
        found |= {"soft": (soft, shares), "one-hot": (one_hot, shares)}
        found |= {"numbers": (numbers, shares), "column": (numbers[..., None], shares)}
    return {form: (_floats(true), _floats(predicted)) for form, (true, predicted) in found.items()}


def _floats(values: np.ndarray) -> np.ndarray:
    return values.astype("float32")


def _shares(values: np.ndarray) -> np.ndarray:
    return values / values.sum(axis=-1, keepdims=True)

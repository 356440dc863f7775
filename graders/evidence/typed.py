"""What checks are given: evidence with a type."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from graders.evidence.architecture import Architecture
from graders.evidence.asking import Part, UndecidedError, looked_for, unwatched
from graders.evidence.compiled import Compiled
from graders.evidence.rebuild import LayerTable, RefusedError

_NUMBERS_AT_ONCE = 100_000_000


class ArrayEvidence(np.ndarray):
    """An array of the learner's: use it as the NumPy array that it is.

    Attributes:
        full_shape: Shape of the learner's whole array, also when only some rows crossed.
        rows: The numbers of the rows that crossed; None when all did.
        type: The class of the learner's object, such as `ndarray`, `EagerTensor` or `DataFrame`.
    """

    full_shape: tuple[int, ...]
    rows: np.ndarray | None
    type: str

    def __array_finalize__(self, source: object) -> None:
        self.full_shape = getattr(source, "full_shape", None) or self.shape
        self.rows = getattr(source, "rows", None)
        self.type = getattr(source, "type", "ndarray")


def array_evidence(
    values: np.ndarray, full_shape: Sequence[int], rows: np.ndarray | None, kind: str
) -> ArrayEvidence:
    """Give an array with what is known of the object that it came from."""
    made = values.view(ArrayEvidence)
    made.full_shape, made.rows, made.type = tuple(full_shape), rows, kind
    return made


@dataclass(frozen=True)
class TableEvidence:
    """A data frame.

    Args:
        columns: Each column's values under its name, in the frame's order.
        rows: Number of rows.
    """

    columns: dict[str, np.ndarray]
    rows: int

    def __getitem__(self, name: str) -> np.ndarray:
        return self.columns[name]

    def __contains__(self, name: str) -> bool:
        return name in self.columns

    def __len__(self) -> int:
        return self.rows


@dataclass(frozen=True)
class HistoryEvidence:
    """A training history.

    Args:
        logs: Under each name the values, one an epoch.
        epochs: The numbers of the epochs, when a `History` object crossed; else counted from 0.
        planned: How many epochs `fit` was asked for; None when unknown.
        steps: Steps an epoch; None when unknown.
    """

    logs: dict[str, list[float]]
    epochs: list[int]
    planned: int | None = None
    steps: int | None = None

    def __getitem__(self, name: str) -> list[float]:
        return self.logs[name]

    def __contains__(self, name: str) -> bool:
        return name in self.logs

    def __len__(self) -> int:
        return len(self.epochs)

    @property
    def names(self) -> list[str]:
        """Names of the logs."""
        return list(self.logs)

    @property
    def metrics(self) -> list[str]:
        """Names of the logs that are neither a loss, nor of the validation, nor the learning rate."""
        return [n for n in self.logs if "loss" not in n and not n.startswith("val_") and n != "learning_rate"]

    @property
    def validated(self) -> bool:
        """Whether there are logs of a validation."""
        return any(name.startswith("val_") for name in self.logs)


@dataclass(frozen=True)
class Weight:
    """One weight of a model.

    Args:
        path: Its path, `layer/kernel`.
        trainable: Whether training changes it.
        values: Its values.
    """

    path: str
    trainable: bool
    values: np.ndarray = field(repr=False)

    @property
    def name(self) -> str:
        """The last part of its path, such as `kernel`."""
        return self.path.rpartition("/")[2]

    @property
    def shape(self) -> tuple[int, ...]:
        """Its shape."""
        return self.values.shape


@dataclass(frozen=True, eq=False)
class LayerEvidence:
    """A layer or model, as far as facts tell it.

    Args:
        class_name: The learner's class, or Keras's.
        bases: Keras classes that it is or derives from, nearest first.
        name: Its name.
        built: Whether it has its weights.
        trainable: Its `trainable`.
        config: Its settings; empty for a class of the learner's own.
        reason: Why it cannot be rebuilt; None when it can.
        layer: The rebuilt Keras layer; None when it cannot be rebuilt.
        weights: Its weights.
        answers: What the learner's own layer answered to the questions.
    """

    class_name: str
    bases: tuple[str, ...]
    name: str
    built: bool
    trainable: bool
    config: dict[str, object]
    reason: str | None
    layer: object = field(repr=False)
    weights: tuple[Weight, ...] = field(repr=False)
    answers: "tuple[Answer, ...]" = ()

    @property
    def parameters(self) -> int:
        """Number of parameters."""
        return sum(math.prod(weight.shape) for weight in self.weights)


class NotRebuiltError(UndecidedError):
    """A check asked something of a model of which nothing but facts is known."""


@dataclass(frozen=True, eq=False)
class ModelEvidence:
    """A Keras model.

    Args:
        class_name: `Sequential`, `Functional`, or the name of the learner's class.
        bases: Keras classes that it is or derives from, nearest first.
        name: Its name.
        built: Whether it has its weights.
        traced: It is a class with its own `call`, rebuilt as its functional twin.
        part: What of it cannot be looked into and is asked instead; None when all of it is rebuilt.
        compiled: What it was compiled with; None when it was not.
        overrides: Names of the methods that the learner's own class defines.
        answers: What the learner's own model answered to the questions.
    """

    class_name: str
    bases: tuple[str, ...]
    name: str
    built: bool
    traced: bool
    part: Part | None
    compiled: Compiled | None
    overrides: tuple[str, ...]
    answers: "tuple[Answer, ...]"
    _reason: str | None = field(repr=False)
    _table: LayerTable = field(repr=False)
    _number: int = field(repr=False)
    _weights: tuple[Weight, ...] = field(repr=False)

    @property
    def reason(self) -> str | None:
        """Why it could not be rebuilt as a whole; None when it was."""
        if self.part is None:
            return None
        looked_for(self.part)
        return self._reason or str(self.part)

    @property
    def rebuilt(self) -> bool:
        """Whether all of it could be rebuilt, so that everything is computed here."""
        return self.reason is None

    @property
    def api(self) -> str:
        """How it was written: `sequential`, `functional` or `subclass`."""
        if self.traced or "Sequential" not in self.bases:
            return "functional" if "Functional" in self.bases else "subclass"
        return "sequential"

    @cached_property
    def keras(self) -> Any:
        """The rebuilt Keras model, weights included; all checks of one answer share it, so leave it as it is.

        Parts that cannot be rebuilt are stand-ins: called on numbers, they ask the learner's own.

        Raises:
            NotRebuiltError: Nothing but facts is known of it.
        """
        return self._built(self._table)

    def fresh(self) -> Any:
        """Build another copy of the Keras model, to train or change it in a check.

        A copy with stand-ins can be looked at, and neither trained nor changed and then called.

        Raises:
            NotRebuiltError: Nothing but facts is known of it.
        """
        return self._built(self._table.fresh())

    def _built(self, table: LayerTable) -> Any:
        try:
            return table.build_model(self._number)
        except RefusedError:
            if self.part is None:
                raise
            looked_for(self.part)
            raise NotRebuiltError(self.part) from None

    @cached_property
    def architecture(self) -> Architecture:
        """The model's graph, to ask questions of.

        Raises:
            NotRebuiltError: Nothing but facts is known of it.
        """
        return Architecture(self.keras)

    def predict(self, inputs: object, *, training: bool = False, batch_size: int = 256) -> Any:
        """Compute the model's outputs.

        Args:
            inputs: An array, or a tuple, list or dict of arrays, batch first.
            training: Whether layers such as Dropout act as in training.
            batch_size: How many samples at once, at most.

        Returns:
            NumPy arrays in the structure of the model's outputs.

        Raises:
            UndecidedError: It has to be asked and cannot be.
            Exception: What Keras raises when the inputs do not fit; ask the architecture for shapes first.
        """
        import keras

        if self.part is not None:
            # One question for all samples, and no batches: the learner's own model chooses none either.
            try:
                with unwatched():
                    model = self.keras
            except NotRebuiltError:
                return self._asked(self.part, inputs, training)
            result = model(inputs, training=training)
            return keras.tree.map_structure(lambda x: np.asarray(keras.ops.convert_to_numpy(x)), result)
        arrays = keras.tree.flatten(inputs)
        count = len(arrays[0])
        # A wide layer's output for many samples at once could take more memory than an examiner has.
        batch_size = max(1, min(batch_size, _NUMBERS_AT_ONCE // max(1, self._widest)))
        parts = []
        for start in range(0, max(count, 1), batch_size):
            piece = keras.tree.map_structure(lambda x, start=start: x[start : start + batch_size], inputs)
            result = self.keras(piece, training=training)
            parts.append(
                keras.tree.map_structure(lambda x: np.asarray(keras.ops.convert_to_numpy(x)), result)
            )
        return keras.tree.map_structure(lambda *pieces: np.concatenate(pieces), *parts)

    def _asked(self, part: Part, inputs: Any, training: bool) -> Any:
        """Ask a model of which not even the shapes are known."""
        asker = self._table.asker
        if asker is None:
            looked_for(part)
            raise UndecidedError(part)
        args = list(inputs) if self._table.takes_several(self._number) else [inputs]
        found = asker.ask(self._number, part, args, {"training": True} if training else {}, None)
        return found[0] if len(found) == 1 else found

    @cached_property
    def _widest(self) -> int:
        sizes = [
            math.prod(size or 1 for size in node.shape[1:]) for node in self.architecture.nodes if node.shape
        ]
        return max(sizes, default=1)

    @property
    def weights(self) -> tuple[Weight, ...]:
        """Its weights with their values, in Keras's order."""
        return self._weights

    @property
    def parameters(self) -> int:
        """Number of parameters, trainable or not."""
        return sum(math.prod(weight.shape) for weight in self.weights)


@dataclass(frozen=True, eq=False)
class Answer:
    """What the learner's code answered to one step of a scenario.

    Args:
        label: The step's label.
        value: What came back: plain Python, or evidence of the kind that fits it (`ArrayEvidence`,
            `ModelEvidence`, …); an `Unusable` for an object that no kind fits. None when it raised.
        error: What it raised; None when it did not.
        printed: What it printed.
        skipped: Why the step was not carried out: it needed what an earlier one failed to make. None
            otherwise.
    """

    label: str
    value: object = None
    error: "Raised | None" = None
    printed: str = ""
    skipped: str | None = None

    @property
    def ok(self) -> bool:
        """Whether there is a value."""
        return self.error is None and self.skipped is None


@dataclass(frozen=True)
class Raised:
    """An exception of the learner's code.

    Args:
        type: Its class's name.
        message: Its message.
    """

    type: str
    message: str

    def __str__(self) -> str:
        return f"{self.type}: {self.message}" if self.message else self.type


@dataclass(frozen=True, eq=False)
class ScriptEvidence:
    """The answers to a scenario.

    Args:
        name: The name of the function or class.
        is_class: It is a class.
        is_function: It is a plain function.
        bases: Classes of Keras and Python that it derives from, such as `keras.Metric`, nearest first.
        defines: Names that the learner's own class defines.
        parameters: Names of a function's parameters.
        all_answers: Every answer, in order.
    """

    name: str
    is_class: bool
    is_function: bool
    bases: tuple[str, ...]
    defines: tuple[str, ...]
    parameters: tuple[str, ...]
    all_answers: tuple[Answer, ...]

    def __getitem__(self, label: str) -> Answer:
        """Give the answer of a step by its label."""
        for answer in self.all_answers:
            if answer.label == label:
                return answer
        raise KeyError(f"no step is labelled {label!r}; there are {[a.label for a in self.all_answers]}")

    @property
    def answers(self) -> tuple[Answer, ...]:
        """The answers to the calls of a `Function`, in order."""
        return tuple(answer for answer in self.all_answers if answer.label.isdigit())

    @property
    def first_error(self) -> Answer | None:
        """The first answer that is an error, None when all went well."""
        return next((answer for answer in self.all_answers if answer.error is not None), None)

    def is_a(self, base: str) -> bool:
        """Whether it derives from a class, named with or without its package: `Metric`, `keras.Metric`."""
        return any(found == base or found.rpartition(".")[2] == base for found in self.bases)

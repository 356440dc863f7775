"""Scenarios: what the learner's functions, classes and objects are asked to do.

A scenario is a list of steps, plain data that `coursework.evidence.script` carries out beside the learner's
code. The words for its arguments stand here: `call`, `made`, `ref`, `name`, `tensor`.
"""

import base64
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Call:
    """Arguments of one call."""

    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)


def call(*args: object, **kwargs: object) -> Call:
    """Ask for one call with these arguments: plain values, arrays, and `made`, `ref`, `name` or `tensor`."""
    return Call(args, kwargs)


@dataclass(frozen=True)
class Made:
    """An object that the candidate makes of Keras or KerasTuner: `made("keras.optimizers.SGD", 0.1)`."""

    what: str
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)


def made(what: str, *args: object, **kwargs: object) -> Made:
    """Describe an object of Keras by what makes it.

    Args:
        what: A class or function of Keras or KerasTuner, starting with `keras.` or `keras_tuner.`.
        args: Its arguments; they may be `made` too.
        kwargs: Its keyword arguments.

    Raises:
        ValueError: It is none of theirs.
    """
    if not what.startswith(("keras.", "keras_tuner.")):
        raise ValueError(f"only what starts with 'keras.' or 'keras_tuner.' can be made, not {what!r}")
    return Made(what, args, kwargs)


@dataclass(frozen=True)
class Ref:
    """The object that an earlier step of the scenario made; `subject` is the learner's own."""

    to: str


def ref(to: str) -> Ref:
    """Point to what an earlier step made."""
    return Ref(to)


@dataclass(frozen=True)
class Name:
    """What stands under another of the learner's names."""

    of: str


def name(of: str) -> Name:
    """Point to another of the learner's names, such as a model that a function is to be called with."""
    return Name(of)


@dataclass(frozen=True)
class Tensor:
    """An array that is handed over as a tensor."""

    values: object


def tensor(values: object) -> Tensor:
    """Hand an array over as a tensor."""
    return Tensor(values)


@dataclass(frozen=True)
class Step:
    """One step of a scenario.

    Args:
        label: The name under which its answer is found.
        do: What is done, as plain data; see `coursework.evidence.script`.
    """

    label: str
    do: Mapping[str, object]

    def encoded(self) -> dict[str, object]:
        """Give the step as plain data for JSON."""
        return {"label": self.label, **self.do}


def make(*args: object, label: str = "made", store: str = "made", **kwargs: object) -> Step:
    """Make an object of the learner's class; what is an object already stays itself."""
    return Step(label, {"do": "make", **_arguments(args, kwargs), "as": store, "take": False})


def ask(
    label: str, what: str, *args: object, store: str | None = None, take: bool = True, **kwargs: object
) -> Step:
    """Call a function or method.

    Args:
        label: The answer's name.
        what: `subject`, `made.update_state`, `keras.models.load_model`, `names.model.predict`, ….
        args: Arguments.
        store: Name under which later steps find the result.
        take: Whether the result crosses.
        kwargs: Keyword arguments.
    """
    return Step(label, {"do": "call", "what": what, **_arguments(args, kwargs), "as": store, "take": take})


def get(label: str, what: str, *, store: str | None = None) -> Step:
    """Read an attribute, such as `made.weights`."""
    return Step(label, {"do": "get", "what": what, "as": store})


def put(what: str, to: object) -> Step:
    """Set an attribute, such as `made.trainable`."""
    return Step(f"set {what}", {"do": "set", "what": what, "to": encode(to)})


def seed(to: int) -> Step:
    """Seed Python, NumPy and Keras."""
    return Step("seed", {"do": "seed", "to": to})


def files(label: str, pattern: str) -> Step:
    """Take the files of the scenario's folder that fit a pattern."""
    return Step(label, {"do": "files", "pattern": pattern})


def played(
    label: str,
    logs: Sequence[Mapping[str, float]],
    *,
    callbacks: Sequence[object],
    model: object,
    batches: Sequence[Sequence[Mapping[str, float]]] = (),
) -> Step:
    """Play a training whose logs are dictated, one dict an epoch.

    The answer is a dict: `epochs` that ran, `stopped`, `rates` (the learning rate in each epoch),
    `rate_after`, and `weights_of_epoch`: the epoch, counted from 1, whose weights the model holds in the end.

    Args:
        label: The answer's name.
        logs: What the callbacks are given at the end of each epoch.
        callbacks: The callbacks, such as `[ref("made")]`.
        model: The model, such as a `made` or a `ref`.
        batches: For each epoch, what they are given at the end of each batch.
    """
    return Step(
        label,
        {
            "do": "train",
            "model": encode(model),
            "callbacks": [encode(item) for item in callbacks],
            "logs": [encode(dict(item)) for item in logs],
            "batches": [encode([dict(batch) for batch in epoch]) for epoch in batches],
        },
    )


def _arguments(args: Sequence[object], kwargs: Mapping[str, object]) -> dict[str, object]:
    return {"args": [encode(item) for item in args], "kwargs": {key: encode(x) for key, x in kwargs.items()}}


def encode(value: object) -> Any:
    """Write an argument as plain data for JSON.

    Raises:
        TypeError: It is of a type that no scenario can carry.
    """
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else {"float": repr(value)}
    if isinstance(value, np.generic):
        return encode(value.item())
    if isinstance(value, np.ndarray):
        return {"array": _encode_array(value)}
    if isinstance(value, Tensor):
        return {"tensor": encode(np.asarray(value.values))}
    if isinstance(value, Made):
        return {"made": value.what, **_arguments(value.args, value.kwargs)}
    if isinstance(value, Ref):
        return {"ref": value.to}
    if isinstance(value, Name):
        return {"name": value.of}
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode("ascii")}
    for kind, tag in ((list, "list"), (tuple, "tuple"), (set, "set")):
        if isinstance(value, kind):
            return {tag: [encode(item) for item in value]}
    if isinstance(value, Mapping):
        return {"dict": [[encode(key), encode(item)] for key, item in value.items()]}
    raise TypeError(f"a scenario cannot carry an argument of type {type(value).__name__}")


def _encode_array(values: np.ndarray) -> dict[str, object]:
    shape = list(values.shape)
    if values.dtype.kind in "OUS":
        return {"dtype": "str", "shape": shape, "texts": [str(item) for item in values.ravel()]}
    little = np.ascontiguousarray(values.astype(values.dtype.newbyteorder("<"), copy=False))
    return {
        "dtype": little.dtype.str,
        "shape": shape,
        "data": base64.b64encode(little.tobytes()).decode("ascii"),
    }

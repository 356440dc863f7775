"""Stand-ins for layers that cannot be rebuilt, and models that have such layers in them.

A `StandIn` has the name, the weights and the shapes of the learner's layer. Called on symbolic tensors it
takes its place in a graph; called on numbers it asks (`graders.evidence.asking`). A model with stand-ins
in it asks as a whole, so that one question does for all of them.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from tensorflow.python.eager import record

from graders.evidence.asking import Asker, Part, Spec, UndecidedError, looked_for


class StandIn(keras.layers.Layer):
    """Stands where a layer of the learner's stands.

    Args:
        number: Its place in the document's table.
        part: What it is.
        asker: Who asks.
        name: Its name.
        config: Its settings, as far as they are known; empty for a class of the learner's own.
        hidden: Names of settings that are not known; None when none is known.
        unpacks: Whether the learner's layer takes the tensors of a list one by one, as arguments.
    """

    def __init__(
        self,
        number: int,
        part: Part,
        asker: Asker,
        *,
        name: str,
        config: dict[str, object],
        hidden: frozenset[str] | None,
        unpacks: bool = False,
    ):
        super().__init__(name=name, autocast=False)
        self._unpacks = unpacks
        self._standing = (number, part, asker, config, hidden)
        self._expected_outputs: object = None
        self._weights_digest = ""
        self.supports_masking = True
        self.built = True

    @property
    def part(self) -> Part:
        """What it stands for."""
        return self._standing[1]

    @property
    def hidden(self) -> frozenset[str] | None:
        """Names of settings that are not known; None when none is known."""
        return self._standing[4]

    def set_outputs(self, structure: object) -> None:
        """Say which shapes and dtypes its next call gives, as a structure of `KerasTensor`."""
        self._expected_outputs = structure

    def get_config(self) -> dict[str, object]:
        """Give its settings, as far as they are known."""
        return dict(self._standing[3])

    def compute_output_spec(self, *args: object, **kwargs: object) -> Any:
        """Give the outputs that the document tells of."""
        if self._expected_outputs is None:
            looked_for(self.part)
            raise UndecidedError(self.part)
        return keras.tree.map_structure(
            lambda tensor: keras.KerasTensor(tensor.shape, dtype=tensor.dtype), self._expected_outputs
        )

    def call(self, *args: object, training: bool | None = None, **kwargs: object) -> Any:
        """Ask for its outputs."""
        number, part, asker, _, _ = self._standing
        if self._expected_outputs is None or self._weights_digest != weights_digest(self):
            looked_for(part)
            raise UndecidedError(part)
        if training is not None:
            kwargs["training"] = training
        if self._unpacks and len(args) == 1 and isinstance(args[0], (list, tuple)):
            args = tuple(args[0])
        return _ask(asker, number, part, args, kwargs, self._expected_outputs)

    def __getattr__(self, name: str) -> Any:
        """Give a setting that is known; whatever else is asked for is hidden."""
        standing = self.__dict__.get("_standing")
        if standing is not None and not name.startswith("_"):
            _, part, _, config, hidden = standing
            if hidden is not None and name in config and name not in hidden:
                return config[name]
            looked_for(part)
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")


def stand_in(class_name: str, *args: object, **kwargs: object) -> StandIn:
    """Make a stand-in whose class is called as the learner's is; arguments as for `StandIn`."""
    name = class_name if class_name.isidentifier() else "Layer"
    return type(name, (StandIn,), {})(*args, **kwargs)


class _Asking:
    """What a model with stand-ins in it does otherwise: numbers go to the learner's own model as a whole."""

    def __call__(self, *args: object, **kwargs: object) -> Any:
        number, part, asker, digest, unpacks = self.__dict__["_asked"]
        given = keras.tree.flatten((args, kwargs))
        if any(isinstance(item, keras.KerasTensor) for item in given) or not args:
            return super().__call__(*args, **kwargs)  # type: ignore[misc]  # stands before a Keras model
        if digest != weights_digest(self):  # a check changed it: then the learner's own is another one
            looked_for(part)
            raise UndecidedError(part)
        kwargs = {key: value for key, value in kwargs.items() if value is not None}
        if unpacks and len(args) == 1 and isinstance(args[0], (list, tuple)):
            args = tuple(args[0])
        return _ask(asker, number, part, args, kwargs, self._outputs_struct_of())

    def _outputs_struct_of(self) -> Any:
        graph: Any = getattr(self, "_functional", None) or self
        return graph._outputs_struct

    def predict(self, x: object, **settings: object) -> Any:
        """Give outputs as arrays, as Keras's `predict` does."""
        return keras.tree.map_structure(np.asarray, self(x, training=False))

    def fit(self, *args: object, **kwargs: object) -> Any:
        """A copy cannot be trained: its stand-ins have no gradients."""
        part = self.__dict__["_asked"][1]
        looked_for(part)
        raise UndecidedError(part)

    train_on_batch = evaluate = test_on_batch = fit


def asking(model: "keras.Model", number: int, part: Part, asker: Asker, *, unpacks: bool = False) -> None:
    """Let a rebuilt model with stand-ins in it ask as a whole from now on.

    Args:
        model: The model, with its weights in place.
        number: Its place in the document's table.
        part: What it holds that cannot be rebuilt.
        asker: Who asks.
        unpacks: Whether the learner's model takes the tensors of a list one by one, as arguments.
    """
    graph = getattr(model, "_functional", None) or model
    if not hasattr(graph, "_outputs_struct"):
        return  # it has no input yet, so its layers are asked one by one
    kind = type(model)
    model.__class__ = type(kind.__name__, (_Asking, kind), {"__module__": kind.__module__})
    model.__dict__["_asked"] = (number, part, asker, weights_digest(model), unpacks)


def weights_digest(layer: "keras.layers.Layer") -> str:
    """Give a digest of a layer's weights."""
    made = hashlib.sha256()
    for weight in layer.weights:
        made.update(np.ascontiguousarray(weight.numpy()).tobytes())
    return made.hexdigest()


def _ask(
    asker: Asker,
    number: int,
    part: Part,
    args: Sequence[object],
    kwargs: Mapping[str, object],
    expected: object,
) -> Any:
    if record.could_possibly_record():  # a gradient through what is asked would be missing, without a word
        looked_for(part)
        raise UndecidedError(part)
    flat = keras.tree.flatten(expected)
    specs: list[Spec] = [(tuple(tensor.shape), str(tensor.dtype)) for tensor in flat]
    args, kwargs = (
        [_plain(item, part) for item in args],
        {key: _plain(item, part) for key, item in kwargs.items()},
    )
    arrays = asker.ask(number, part, args, kwargs, specs)
    tensors = [
        tf.constant(array.tolist()) if dtype == "string" else keras.ops.convert_to_tensor(array, dtype=dtype)
        for array, (_, dtype) in zip(arrays, specs, strict=True)
    ]
    return keras.tree.pack_sequence_as(expected, tensors)


def _plain(item: object, part: Part) -> Any:
    """Give an argument as arrays and plain values."""
    if isinstance(item, dict):
        return {key: _plain(value, part) for key, value in item.items()}
    if isinstance(item, (list, tuple)) and not all(isinstance(x, (bool, int, float, str)) for x in item):
        return (
            [_plain(value, part) for value in item]
            if isinstance(item, list)
            else tuple(_plain(value, part) for value in item)
        )
    if item is None or isinstance(item, (bool, int, float, str, list, tuple)):
        return item
    if isinstance(item, keras.Variable):
        item = item.value
    if tf.is_tensor(item) and not hasattr(item, "numpy"):
        # Inside a tf.function there are no numbers to ask with.
        looked_for(part)
        raise UndecidedError(part)
    array = np.asarray(item)
    if array.dtype.kind not in "OSU":
        return array
    texts = [
        item.decode("utf-8", "replace") if isinstance(item, bytes) else str(item) for item in array.ravel()
    ]
    return np.array(texts, dtype=object).reshape(array.shape)


def probe(model: "keras.Model") -> Any:
    """Make inputs that a model takes, the same each time.

    Args:
        model: A rebuilt model whose inputs are known.

    Returns:
        Arrays in the structure of its inputs, 32 samples; a size that is open becomes 6.
    """
    graph = getattr(model, "_functional", None) or model
    random = np.random.default_rng(json.dumps([list(t.shape) for t in graph.inputs]).encode()[0])

    def values(tensor: "keras.KerasTensor") -> np.ndarray:
        shape = (32, *(size or 6 for size in tensor.shape[1:]))
        if "int" in str(tensor.dtype) or str(tensor.dtype) == "bool":
            return random.integers(0, 2, shape).astype(str(tensor.dtype))
        return random.normal(size=shape).astype("float32")

    return keras.tree.map_structure(values, graph._inputs_struct)

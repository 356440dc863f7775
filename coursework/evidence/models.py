"""Keras models and layers, taken down as graphs.

Every layer object stands once in the document's table `layers`, so that what is shared stays shared, also
between two models of one document. A model is an entry of that table with a `graph`:

- `{"kind": "sequential", "layers": [number, …], "input": {"shape": […], "dtype": …} or null}`
- `{"kind": "functional", "nodes": [{"layer": number, "args": […], "kwargs": {…}}, …], "inputs": …,
  "outputs": …}`; the arguments are plain values in which `{"tensor": [node, output]}` stands for what an
  earlier node gave.

A class with its own `call` has no such graph. Its `call` is tried on symbolic tensors instead: if it is
made of layers and Keras operations, that leaves the functional twin of the class (`"traced": true`). If it
is not, the layer is opaque: it crosses as facts, weights and the shapes that go in and come out (`spec`), its
`reason` says why, and checks ask it where it runs (`coursework.evidence.questions`).
"""

import contextlib
import inspect
import io
import json
import types
import warnings
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from coursework.evidence.format import MAX_CALLS, MAX_LAYERS, MAX_NAME, MAX_NESTING, MAX_TYPE_NAME
from coursework.evidence.known import KNOWN
from coursework.evidence.names import activation_name, is_function, partial_of, setting_name
from coursework.evidence.writer import (
    NotTakenError,
    Writer,
    cut,
    describe_error,
    is_a,
    items_of,
    to_numpy,
    type_name,
)
from coursework.plain import Json, Record

if TYPE_CHECKING:
    import keras
    from keras.src.ops.node import Node as KerasNode
    from keras.src.ops.symbolic_arguments import SymbolicArguments

_FUNCTIONS = ("activation", "recurrent_activation")
_ASKED = ("loss", "metrics", "weighted_metrics")
"""Parts of what `compile` was given that can be asked what they compute."""


class _NoGraphError(Exception):
    """A call left no graph that can be taken down."""


def write_model(writer: Writer, model: "keras.Model", options: Json) -> Record:
    """Write a model's graph, weights and compiled state.

    Args:
        writer: The document.
        model: A Keras model.
        options: `weights`: whether the weights cross; `compiled`: whether the compiled state does.

    Returns:
        The record: the model's number in the table of layers, and its compiled state.
    """
    number = write_layer(writer, model, weights=options.get("weights", True))
    record: Record = {"layer": number, "compiled": None, "overrides": _overrides(model)}
    if options.get("compiled", True):
        record["compiled"] = _compiled(writer, model)
    return record


def write_layer(writer: Writer, layer: "keras.layers.Layer", *, weights: bool = True, depth: int = 0) -> int:
    """Write a layer or model into the table and give its number; what stands there keeps its number."""
    known = writer.layer_numbers.get(id(layer))
    if known is not None:
        return known
    if depth > MAX_NESTING:
        raise NotTakenError("too_large", f"models nested more than {MAX_NESTING} deep")
    if len(writer.layers) >= MAX_LAYERS:
        raise NotTakenError("too_large", f"a model of more than {MAX_LAYERS} layers")
    number = len(writer.layers)
    entry: Json = {}
    writer.layers.append(entry)
    writer.layer_numbers[id(layer)] = number
    writer.kept.append(layer)

    import keras

    entry.update(
        {
            "class": cut(type_name(layer), MAX_TYPE_NAME),
            "bases": _bases(layer),
            "name": cut(str(layer.name), MAX_NAME),
            "built": bool(getattr(layer, "built", True)),
            "trainable": bool(getattr(layer, "trainable", True)),
        }
    )
    specs = _input_specs(layer)
    if specs is not None and specs.names is None and is_a(specs.structure, _Spec):
        entry["input"] = specs.structure.shape
    graph_of = _graph_kind(layer)
    if graph_of == "sequential":
        entry["graph"] = _write_sequential(writer, layer, weights, depth)
    elif graph_of == "functional":
        entry["graph"] = _write_functional(
            writer, layer._nodes_by_depth, layer._inputs_struct, layer._outputs_struct, weights, depth
        )
    elif is_built_in(layer):
        entry.update(_configuration(layer))
        inner = getattr(layer, "layer", None)
        if type_name(layer) == "TimeDistributed" and is_a(inner, keras.layers.Layer):
            entry["inner"] = write_layer(writer, inner, weights=weights, depth=depth + 1)
            entry["config"].pop("layer", None)
    else:
        entry.update(_trace(writer, layer, weights, depth))
    if "graph" not in entry and "inner" not in entry and weights and is_a(layer, keras.layers.Layer):
        entry["weights"] = [_weight(writer, weight) for weight in layer.weights]
    elif entry.get("traced"):
        held = _weight_ids(writer, entry)
        loose = [weight for weight in layer.weights if id(weight) not in held]
        if loose:
            # The call reached weights that belong to no layer, so the twin would lack them.
            for key in ("graph", "traced", "arguments"):
                entry.pop(key, None)
            entry["reason"] = "its own call uses weights of its own"
            entry.update(_spec_of(layer))
            if weights:
                entry["weights"] = [_weight(writer, weight) for weight in layer.weights]
    if "reason" in entry or ("config" in entry and _foreign(entry)):
        writer.own.append((entry["class"], entry["name"]))
    return number


def _foreign(entry: Json) -> bool:
    """Whether a layer of Keras's own is none that the examiner builds, or holds what is not Keras's."""
    if entry["class"] not in KNOWN:
        return True
    waiting: list[Any] = [entry["config"]]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            if "class_name" in item and str(item.get("module") or "").partition(".")[0] != "keras":
                return True
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(part for part in item if isinstance(part, (dict, list)))
    return False


def is_built_in(layer: "keras.layers.Layer") -> bool:
    """Whether an operation's class is Keras's own."""
    return str(type(layer).__module__).partition(".")[0] == "keras"


def _bases(layer: "keras.layers.Layer") -> list[str]:
    classes = type.__dict__["__mro__"].__get__(type(layer))
    return [kind.__name__ for kind in classes if str(kind.__module__).partition(".")[0] == "keras"][:8]


def _overrides(model: "keras.Model") -> list[str]:
    """Methods that the learner's own classes define."""
    names: list[str] = []
    for kind in type.__dict__["__mro__"].__get__(type(model)):
        if str(kind.__module__).partition(".")[0] in ("keras", "builtins", "tensorflow"):
            continue
        names += [name for name, item in vars(kind).items() if inspect.isfunction(item)]
    return sorted({cut(name, MAX_TYPE_NAME) for name in names if isinstance(name, str)})[:200]


def _graph_kind(layer: "keras.layers.Layer") -> str | None:
    import keras
    from keras.src.models.functional import Functional

    if is_a(layer, keras.Sequential):
        return "sequential" if type(layer).call is keras.Sequential.call else None
    if is_a(layer, Functional):
        return "functional" if type(layer).call is Functional.call else None
    return None


def _write_sequential(writer: Writer, model: "keras.Model", weights: bool, depth: int) -> Record:
    first = None
    if getattr(model, "_functional", None) is not None:
        tensor = model.inputs[0]
        first = {
            "shape": list(tensor.shape),
            "dtype": str(tensor.dtype),
            "name": cut(str(tensor.name), MAX_NAME),
            "given": is_a(model._layers[0], _input_layer()),
        }
    layers = [write_layer(writer, layer, weights=weights, depth=depth + 1) for layer in model.layers]
    given: dict[int, list] = {}
    if first is not None:
        for node in (node for level in model._functional._nodes_by_depth.values() for node in level):
            given[id(node.operation)] = [[list(tensor.shape), str(tensor.dtype)] for tensor in node.outputs]
    outputs = [given.get(id(layer)) for layer in model.layers]
    return {"kind": "sequential", "layers": layers, "input": first, "outputs": outputs}


def _input_layer() -> type:
    import keras

    return keras.layers.InputLayer


def _write_functional(
    writer: Writer,
    nodes_by_depth: "Mapping[int, Sequence[KerasNode]]",
    inputs: Any,
    outputs: Any,
    weights: bool,
    depth: int,
) -> Json:
    nodes = [node for level in sorted(nodes_by_depth, reverse=True) for node in nodes_by_depth[level]]
    # Inputs first, in the model's own order; Keras keeps operations of one depth in the order of the graph.
    nodes.sort(key=lambda node: not node.is_input)
    if len(nodes) > MAX_CALLS:
        raise NotTakenError("too_large", f"a graph of more than {MAX_CALLS} calls")
    places: dict[int, list[int]] = {}
    written = []
    for number, node in enumerate(nodes):
        call: Record = {"layer": write_layer(writer, node.operation, weights=weights, depth=depth + 1)}
        if not node.is_input:
            call["args"] = [_argument(writer, item, places) for item in node.arguments.args]
            call["kwargs"] = {
                cut(str(key), MAX_TYPE_NAME): _argument(writer, item, places)
                for key, item in node.arguments.kwargs.items()
            }
        call["outputs"] = [[list(tensor.shape), str(tensor.dtype)] for tensor in node.outputs]
        for output, tensor in enumerate(node.outputs):
            places[id(tensor)] = [number, output]
        written.append(call)
    return {
        "kind": "functional",
        "nodes": written,
        "inputs": _argument(writer, inputs, places),
        "outputs": _argument(writer, outputs, places),
    }


def _argument(writer: Writer, value: object, places: dict[int, list[int]], depth: int = 0) -> Any:
    import keras

    if depth > 12:
        raise NotTakenError("too_large", "arguments of a layer nested too deep")
    if is_a(value, keras.KerasTensor):
        if id(value) not in places:
            raise _NoGraphError("a tensor that no layer of the graph gave")
        return {"tensor": places[id(value)]}
    if is_a(value, dict):
        pairs = [
            [_argument(writer, key, places, depth + 1), _argument(writer, item, places, depth + 1)]
            for key, item in dict.items(value)
        ]
        return {"dict": pairs}
    if is_a(value, list, tuple):
        tag = "list" if is_a(value, list) else "tuple"
        return {tag: [_argument(writer, item, places, depth + 1) for item in items_of(value, list, tuple)]}
    if is_a(value, slice):
        return {
            "slice": [
                _argument(writer, item, places, depth + 1) for item in (value.start, value.stop, value.step)
            ]
        }
    if value is ...:
        return {"ellipsis": True}
    if is_a(value, keras.Variable):
        raise _NoGraphError("a weight used outside a layer")
    record = writer.value(value)
    if isinstance(record, dict) and "object" in record:
        text = getattr(value, "name", None)  # tf.float32 and its like are written by name
        if type_name(value) == "DType" and isinstance(text, str):
            return cut(text, 50)
        raise _NoGraphError(f"an argument of type {record['object']}")
    return record


def _configuration(layer: "keras.layers.Layer") -> Record:
    """Give the configuration of one of Keras's own layers or operations."""
    import keras

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                whole = keras.saving.serialize_keras_object(layer)["config"]
            except Exception:
                whole = _config_by_arguments(layer)  # one object without a configuration spoils all
        config = _usual(json.loads(json.dumps(whole)), layer)
    except Exception as error:
        raised = describe_error(error)
        return {
            "reason": cut(
                f"its configuration cannot be written: {raised['type']}: {raised['message']}",
                MAX_NAME,
            )
        }
    if type_name(layer) in ("StringLookup", "IntegerLookup", "TextVectorization"):
        # What an adapted look-up layer has learned is no weight; as a list it goes into the configuration.
        words = layer.get_vocabulary(include_special_tokens=False)
        config["vocabulary"] = [word if isinstance(word, str) else int(word) for word in words]
        lookup = getattr(layer, "_lookup_layer", layer)
        if getattr(lookup, "output_mode", None) == "tf_idf" and words:
            first = lookup._token_start_index()
            config["idf_weights"] = to_numpy(lookup.idf_weights)[first : first + len(words)].tolist()
    return {"module": cut(str(type(layer).__module__), MAX_TYPE_NAME), "config": config}


def _config_by_arguments(layer: "keras.layers.Layer") -> Record:
    """Give the settings of a layer one by one, where its own `get_config` cannot."""
    import keras

    found: dict[str, object] = {
        "name": str(layer.name),
        "trainable": bool(layer.trainable),
        "dtype": str(layer.dtype_policy.name),
    }
    for name, parameter in inspect.signature(type(layer).__init__).parameters.items():
        if name == "self" or parameter.kind is parameter.VAR_KEYWORD or not hasattr(layer, name):
            continue
        value = getattr(layer, name)
        try:
            found[name] = json.loads(json.dumps(keras.saving.serialize_keras_object(value)))
        except Exception:
            found[name] = {"class_name": cut(type_name(value), MAX_TYPE_NAME), "module": "own", "config": {}}
    return found


def _usual(config: object, layer: "keras.layers.Layer") -> Any:
    """Write functions under the names that Keras has for them, and arrays as plain lists.

    Args:
        config: What `get_config` gave, as JSON.
        layer: The layer; the functions themselves hang on it.
    """
    if isinstance(config, list):
        return [_usual(item, None) for item in config]
    if not isinstance(config, dict):
        return config
    if config.get("class_name") in ("__numpy__", "__tensor__") and isinstance(config.get("config"), dict):
        return config["config"].get("value")
    found: dict[str, object] = {}
    for key, item in config.items():
        owned = getattr(layer, key, None) if isinstance(item, dict) else None
        name = activation_name(owned) if key in _FUNCTIONS else None
        if name is not None:
            found[key] = name
        elif is_function(owned):
            found[key] = _own_function(owned)
        elif key == "cells" and isinstance(item, list):
            cells = getattr(layer, "cells", None) or [None] * len(item)
            found[key] = [_usual_part(part, cell) for part, cell in zip(item, cells, strict=False)]
        elif key == "layer":  # Bidirectional keeps the layer that it was given as `forward_layer`
            found[key] = _usual_part(item, getattr(layer, "forward_layer", None) or getattr(layer, key, None))
        else:
            found[key] = _usual_part(item, getattr(layer, key, None))
    return found


def _own_function(value: types.FunctionType | types.MethodType) -> Record:
    """Write a function of the learner's own down: nothing of its code, which Keras would write too."""
    return {"class_name": "function", "module": "own", "config": cut(str(value.__name__), MAX_TYPE_NAME)}


def _usual_part(item: object, owner: object) -> Any:
    if isinstance(item, dict) and "class_name" in item and isinstance(item.get("config"), dict):
        plain = item["class_name"] in ("__numpy__", "__tensor__")
        return _usual(item, None) if plain else {**item, "config": _usual(item["config"], owner)}
    return _usual(item, None)


def _weight(writer: Writer, weight: "keras.Variable") -> Record:
    # Two layers that hold one weight, such as a tied autoencoder's, write it with one number.
    number = writer.weight_numbers.setdefault(id(weight), len(writer.weight_numbers))
    return {
        "number": number,
        "path": cut(str(weight.path), MAX_NAME),
        "trainable": bool(weight.trainable),
        "array": writer.array(to_numpy(weight)),
    }


def _weight_ids(writer: Writer, entry: Json) -> set[int]:
    """Ids of the weights that the layers of a twin hold."""
    held: set[int] = set()
    by_number = {
        number: item for item in writer.kept if (number := writer.layer_numbers.get(id(item))) is not None
    }
    waiting = [call["layer"] for call in entry["graph"]["nodes"]]
    while waiting:
        layer = by_number[waiting.pop()]
        held.update(id(weight) for weight in getattr(layer, "weights", ()))
    return held


def _trace(writer: Writer, layer: "keras.layers.Layer", weights: bool, depth: int) -> Record:
    """Try a class's own call on symbolic tensors; give its twin's graph, or the reason why there is none."""
    import keras

    if not is_a(layer, keras.layers.Layer):
        return {"reason": "it is an operation of its own"}
    specs = _input_specs(layer)
    if specs is None:
        names = _required(layer)
        return {
            "reason": "it has not been called yet"
            if not layer.built
            else "the shapes of its inputs are not known",
            **({"arguments": names} if len(names) > 1 else {}),
        }
    blobs, layers, size = len(writer.blobs), len(writer.layers), writer.size
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            symbols = specs.symbols()
            outputs = layer.call(**symbols) if specs.names else layer.call(symbols)
            if not all(is_a(tensor, keras.KerasTensor) for tensor in keras.tree.flatten(outputs)):
                raise _NoGraphError("its call does not give tensors of the graph")
            if not keras.tree.flatten(outputs):
                raise _NoGraphError("its call gives no tensor")
            twin = keras.Model(list(symbols.values()) if specs.names else symbols, outputs)
        own = {id(weight) for weight in layer.weights}
        if any(id(weight) not in own for weight in twin.weights):
            # Made in the call, or kept elsewhere: `fit` would not train them, and a file would lack them.
            raise _NoGraphError("its call uses weights that it does not hold")
        writer.kept.append(twin)
        graph = _write_functional(
            writer, twin._nodes_by_depth, twin._inputs_struct, twin._outputs_struct, weights, depth
        )
        if any(number == writer.layer_numbers[id(layer)] for number in (c["layer"] for c in graph["nodes"])):
            raise _NoGraphError("it calls itself")
    except NotTakenError:
        raise
    except BaseException as error:
        writer.undo(blobs, layers, size)
        raised = describe_error(error)
        words = (
            raised["message"]
            if isinstance(error, _NoGraphError)
            else f"{raised['type']}: {raised['message']}"
        )
        reason = cut(f"its own call has no graph of layers ({words})", MAX_NAME)
        return {"reason": reason, **_spec_of(layer)}
    return {"graph": graph, "traced": True, **({"arguments": specs.names} if specs.names else {})}


def _spec_of(layer: "keras.layers.Layer") -> Record:
    """Give shapes and dtypes of what goes into an opaque layer and comes out, as far as they are known."""
    import keras

    specs = _input_specs(layer)
    if specs is None:
        return {}
    for dtype in (None, "int32"):
        # The learner's call may do anything on tensors it was not made for: the shapes stay unknown then.
        with (
            warnings.catch_warnings(),
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.suppress(BaseException),
        ):
            warnings.simplefilter("ignore")
            symbols = specs.symbols(dtype)
            compute = layer.compute_output_spec
            outputs = compute(**symbols) if specs.names else compute(symbols)
            if all(is_a(item, keras.KerasTensor) for item in keras.tree.flatten(outputs)):
                inputs = list(symbols.values()) if specs.names else symbols
                found = {"inputs": _shapes(inputs), "outputs": _shapes(outputs)}
                return {"spec": found, **({"arguments": specs.names} if specs.names else {})}
    return {}


def _shapes(
    item: "Mapping[str, keras.KerasTensor] | Sequence[keras.KerasTensor] | keras.KerasTensor",
) -> Json:
    """Give a structure of symbolic tensors as plain data: shapes and dtypes."""
    if is_a(item, dict):
        return {"dict": [[cut(str(key), MAX_NAME), _shapes(part)] for key, part in dict.items(item)]}
    if is_a(item, list, tuple):
        return {"list" if is_a(item, list) else "tuple": [_shapes(part) for part in item]}
    tensor: keras.KerasTensor = item
    return {"tensor": [[None, *list(tensor.shape)[1:]], str(tensor.dtype), cut(str(tensor.name), MAX_NAME)]}


def _input_specs(layer: "keras.layers.Layer") -> "_Specs | None":
    """Give batch shape, dtype and name for each input of a layer that has been called, in its structure."""
    import keras

    nodes = getattr(layer, "_inbound_nodes", None)
    if nodes and not nodes[-1].is_input:
        return _specs_of_call(layer, nodes[-1].arguments)
    shapes = getattr(layer, "_build_shapes_dict", None)
    if not isinstance(shapes, dict) or not shapes or (len(shapes) == 1 and len(_required(layer)) > 1):
        return None  # of several arguments Keras keeps the first one's shape alone
    dtype = str(getattr(layer, "compute_dtype", None) or "float32")

    def walk(item: object, name: str | None = None) -> Any:
        if isinstance(item, dict):
            return {key: walk(value, str(key)) for key, value in item.items()}
        if isinstance(item, (list, tuple)) and (not item or not isinstance(item[0], (list, tuple))):
            return keras.tree.MAP_TO_NONE if item is None else _Spec([None, *list(item)[1:]], dtype, name)
        if isinstance(item, (list, tuple)):
            return type(item)(walk(value) for value in item)
        raise ValueError("unknown structure of shapes")

    try:
        if len(shapes) == 1:
            return _Specs(walk(next(iter(shapes.values()))), None)
        names = [str(key).removesuffix("_shape") for key in shapes]
        return _Specs({name: walk(item) for name, item in zip(names, shapes.values(), strict=True)}, names)
    except ValueError:
        return None


def _specs_of_call(layer: "keras.layers.Layer", arguments: "SymbolicArguments") -> "_Specs | None":
    """Give the inputs of a layer that was called on symbolic tensors."""
    import keras

    try:
        bound = inspect.signature(layer.call).bind(*arguments.args, **arguments.kwargs).arguments
    except (TypeError, ValueError):
        return None
    given = {}
    for name, item in bound.items():
        tensors = keras.tree.flatten(item)
        if name != "mask" and tensors and all(is_a(tensor, keras.KerasTensor) for tensor in tensors):
            given[str(name)] = keras.tree.map_structure(
                lambda tensor: _Spec([None, *list(tensor.shape)[1:]], str(tensor.dtype), None), item
            )
    if not given:
        return None
    return _Specs(given, list(given)) if len(given) > 1 else _Specs(next(iter(given.values())), None)


def _required(layer: "keras.layers.Layer") -> list[str]:
    """Names of the arguments that a layer's own call cannot do without."""
    try:
        found = inspect.signature(layer.call).parameters.values()
    except (TypeError, ValueError):
        return []
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return [str(item.name) for item in found if item.kind in kinds and item.default is item.empty]


class _Spec:
    """One input's batch shape, dtype and name; no sequence, so that it stays a leaf."""

    def __init__(self, shape: list, dtype: str, name: str | None):
        self.shape, self.dtype, self.name = shape, dtype, name


class _Specs:
    """All inputs of a layer: a structure of `_Spec`, and the arguments' names where they are several."""

    def __init__(self, structure: object, names: list[str] | None):
        self.structure, self.names = structure, names

    def symbols(self, dtype: str | None = None) -> Any:
        """Make a symbolic tensor for each."""
        import keras

        return keras.tree.map_structure(
            lambda spec: keras.Input(batch_shape=spec.shape, dtype=dtype or spec.dtype, name=spec.name),
            self.structure,
        )


def _compiled(writer: Writer, model: "keras.Model") -> Record | None:
    """Give what `compile` was given, as Keras writes it."""
    if not getattr(model, "compiled", False):
        return None
    given = getattr(getattr(model, "_compile_config", None), "config", None)
    parts = {}
    for key in (
        "optimizer",
        "loss",
        "loss_weights",
        "metrics",
        "weighted_metrics",
        "jit_compile",
        "run_eagerly",
    ):
        value = given.get(key) if isinstance(given, dict) else None
        parts[key] = _setting(writer if key in _ASKED else None, value, 0)
    optimizer = getattr(model, "optimizer", None)
    state: Record = {"iterations": None, "learning_rate": None}
    if optimizer is not None:
        with contextlib.suppress(Exception):
            state["iterations"] = int(optimizer.iterations.numpy())
        with contextlib.suppress(Exception):
            state["learning_rate"] = float(str(np.float32(np.asarray(optimizer.learning_rate))))
    return {"config": parts, "state": writer.value(state)}


def _setting(writer: Writer | None, value: object, depth: int) -> Any:
    """Give a part of what `compile` was given, as Keras writes it, its own functions by their names.

    Args:
        writer: The document, which keeps what is the learner's own so that it can be asked; None where
            nothing is asked.
        value: The part.
        depth: How deep it stands.
    """
    import keras

    if depth > 8:
        raise NotTakenError("too_large", "losses or metrics nested too deep")
    if is_a(value, dict):
        return {str(key): _setting(writer, item, depth + 1) for key, item in dict.items(value)}
    if is_a(value, list, tuple):
        return [_setting(writer, item, depth + 1) for item in items_of(value, list, tuple)]
    if value is None or is_a(value, bool, int, float, str):
        return value
    if is_a(value, np.generic):
        return value.item()
    name = setting_name(value)
    if name is not None:
        return name
    if (partial := partial_of(value)) is not None:
        name, arguments = partial
        plain = {str(key): item for key, item in arguments.items() if is_a(item, bool, int, float, str)}
        return {"class_name": name, "module": "keras", "config": plain}
    if is_function(value):
        return _asked(writer, value, _own_function(value))
    try:
        record = json.loads(json.dumps(keras.saving.serialize_keras_object(value)))
    except Exception as error:
        module = str(type(value).__module__)
        own = {"class_name": cut(type_name(value), MAX_TYPE_NAME), "module": cut(module, MAX_TYPE_NAME)}
        record = {**own, "config": {"reason": describe_error(error)["type"]}}
    if is_a(record, dict) and str(record.get("module")).partition(".")[0] != "keras":
        return _asked(writer, value, record)
    return record


def _asked(writer: Writer | None, value: object, record: Record) -> Record:
    """Let a loss or metric of the learner's own be asked, under a number that goes with its record."""
    return record if writer is None else {**record, "asked": writer.setting(value)}

"""Building Keras models again, from a document's table of layers.

Each layer is made from the allow-list (`graders.evidence.allowlist`) after its configuration was checked;
then the graph's calls are made again, one by one, by this module. Keras never reads a model's configuration
itself. While a model is built, weights start as zeros (their values come from the document anyway) and are
counted before memory for them is taken, so that a configuration cannot ask for more than the limits allow.
"""

import contextlib
import copy
import importlib
import json
import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from coursework.evidence.format import MAX_CALLS, MAX_LAYERS, MAX_NESTING, SCHEMA, VERSION
from graders.evidence import allowlist
from graders.evidence.document import (
    Document,
    EvidenceError,
    boolean,
    integer,
    mapping,
    sequence,
    text,
)

MAX_WEIGHTS = 150_000_000
"""Most numbers that all weights of one document may hold."""
MAX_OUTPUT = 20_000_000
"""Most numbers that one layer may give for one sample."""
MAX_UNROLLED = 512

_ENTRY = {"class", "bases", "name", "built", "trainable"}
_ENTRY_OPTIONAL = {"graph", "config", "module", "weights", "inner", "traced", "reason", "input"}


class RefusedError(Exception):
    """A model that is well written down but may not be built here.

    Args:
        reason: Why, in words that a learner can read.
        opaque: The model holds a part with code of its own, which is no fault in itself.
    """

    def __init__(self, reason: str, *, opaque: bool = False):
        super().__init__(reason)
        self.reason = reason
        self.opaque = opaque


class Table:
    """The layers of one document, each built at most once.

    Args:
        document: The document.

    Raises:
        EvidenceError: The table is not of the format.
    """

    def __init__(self, document: Document):
        self.document = document
        self.entries = [self._entry(fact, f"layers[{number}]") for number, fact in enumerate(document.layers)]
        self.made: dict[int, Any] = {}
        self.making: set[int] = set()
        self.numbers = 0
        self.calls = 0

    @classmethod
    def of_entries(cls, entries: list[dict[str, Any]]) -> "Table":
        """Make a table of entries that come from a file and refer to no blobs."""
        head = {
            "schema": SCHEMA,
            "version": VERSION,
            "blobs": [],
            "layers": entries,
            "evidence": {},
        }
        return cls(Document(json.dumps(head).encode("ascii") + b"\n"))

    def _entry(self, fact: Any, path: str) -> dict[str, Any]:
        """Check everything about an entry that needs no Keras."""
        entry = mapping(fact, path, _ENTRY, _ENTRY_OPTIONAL)
        text(entry["class"], f"{path}.class", 300)
        text(entry["name"], f"{path}.name", 600)
        for number, base in enumerate(sequence(entry["bases"], f"{path}.bases", 8)):
            text(base, f"{path}.bases[{number}]", 300)
        boolean(entry["built"], f"{path}.built")
        boolean(entry["trainable"], f"{path}.trainable")
        for key in ("module", "reason"):
            if key in entry:
                text(entry[key], f"{path}.{key}", 600)
        if "traced" in entry:
            boolean(entry["traced"], f"{path}.traced")
        if "input" in entry:
            shape_of(entry["input"], f"{path}.input")
        if "inner" in entry:
            integer(entry["inner"], f"{path}.inner", 0, len(self.document.layers) - 1)
        if "config" in entry:
            mapping(entry["config"], f"{path}.config")
        for number, weight in enumerate(sequence(entry.get("weights", []), f"{path}.weights", 10_000)):
            place = f"{path}.weights[{number}]"
            mapping(weight, place, {"path", "trainable", "array"})
            text(weight["path"], f"{place}.path", 600)
            boolean(weight["trainable"], f"{place}.trainable")
            mapping(weight["array"], f"{place}.array", {"dtype", "shape", "blob"})
        if "graph" in entry:
            self._graph(entry["graph"], f"{path}.graph")
        elif "config" not in entry and "reason" not in entry:
            raise EvidenceError("a layer has a graph, a configuration or a reason why not", path)
        return entry

    def _graph(self, graph: Any, path: str) -> None:
        mapping(graph, path)
        last = len(self.document.layers) - 1
        if graph.get("kind") == "sequential":
            mapping(graph, path, {"kind", "layers", "input"})
            for number in sequence(graph["layers"], f"{path}.layers", MAX_LAYERS):
                integer(number, f"{path}.layers", 0, last)
            if graph["input"] is not None:
                first = mapping(graph["input"], f"{path}.input", {"shape", "dtype", "name", "given"})
                shape_of(first["shape"], f"{path}.input.shape")
                text(first["dtype"], f"{path}.input.dtype", 50)
                text(first["name"], f"{path}.input.name", 600)
                boolean(first["given"], f"{path}.input.given")
        elif graph.get("kind") == "functional":
            mapping(graph, path, {"kind", "nodes", "inputs", "outputs"})
            for number, call in enumerate(sequence(graph["nodes"], f"{path}.nodes", MAX_CALLS)):
                place = f"{path}.nodes[{number}]"
                mapping(call, place, {"layer", "outputs"}, {"args", "kwargs"})
                integer(call["layer"], f"{place}.layer", 0, last)
                sequence(call.get("args", []), f"{place}.args", 64)
                mapping(call.get("kwargs", {}), f"{place}.kwargs")
                for output in sequence(call["outputs"], f"{place}.outputs", 1_000):
                    if not isinstance(output, list) or len(output) != 2:
                        raise EvidenceError("an output is a shape and a dtype", place)
                    shape_of(output[0], place)
                    text(output[1], place, 50)
        else:
            raise EvidenceError("a graph is sequential or functional", path)

    def reason(self, number: int) -> str | None:
        """Say why a layer or model cannot be rebuilt: the first opaque part of it, in a learner's words."""
        seen: set[int] = set()
        waiting = [number]
        while waiting:
            current = waiting.pop()
            if current in seen:
                continue
            seen.add(current)
            entry = self.entries[current]
            if "reason" in entry and "graph" not in entry:
                return f"`{entry['class']}` is a class with code of its own: {entry['reason']}"
            graph = entry.get("graph")
            if graph:
                inside = (
                    graph["layers"] if graph["kind"] == "sequential" else [c["layer"] for c in graph["nodes"]]
                )
                waiting.extend(inside)
            if "inner" in entry:
                waiting.append(entry["inner"])
        return None

    def build(self, number: int) -> Any:
        """Build a layer or model, and everything in it.

        Args:
            number: Its place in the table.

        Returns:
            The Keras object, with its weights.

        Raises:
            RefusedError: It may not be built here.
            EvidenceError: What the document says of it cannot be.
        """
        reason = self.reason(number)
        if reason:
            raise RefusedError(reason, opaque=True)
        with _names_kept(), self._counted_weights():
            return self._make(number, 0)

    def build_layer(self, number: int) -> Any:
        """Build a layer that stands by itself, with its weights when it has them.

        Args:
            number: Its place in the table.

        Raises:
            RefusedError: It may not be built here.
            EvidenceError: What the document says of it cannot be.
        """
        import keras

        layer = self.build(number)
        written = self.entries[number].get("weights", [])
        shape = self.entries[number].get("input")
        if written and shape is not None and not layer.built:
            spec = keras.KerasTensor(shape_of(shape, f"layers[{number}].input"))
            with _names_kept(), self._counted_weights():
                self._try(lambda: layer(spec), f"`{self.entries[number]['name']}` on its inputs")
        self._fill(number, layer)
        return layer

    def fresh(self) -> "Table":
        """Give the same table with nothing built yet, so that what is built is not shared with what was."""
        return Table(self.document)

    def _make(self, number: int, depth: int) -> Any:
        if number in self.made:
            return self.made[number]
        path = f"layers[{number}]"
        if number in self.making or depth > MAX_NESTING:
            raise EvidenceError("models that stand in themselves, or too deep", path)
        self.making.add(number)
        entry = self.entries[number]
        if "graph" not in entry:
            made = self._layer(entry, path, depth)
        elif entry["graph"]["kind"] == "sequential":
            made = self._sequential(entry, path, depth)
        else:
            made = self._functional(entry, path, depth)
        self.making.discard(number)
        self.made[number] = made
        return made

    def _layer(self, entry: dict[str, Any], path: str, depth: int) -> Any:
        import keras

        name, module = entry["class"], entry.get("module", "")
        config = copy.deepcopy(entry["config"])
        part = allowlist.operation_module(module, name)
        if part is not None:
            self._checked(allowlist.check_config, config, f"{path}.config")
            cls = getattr(importlib.import_module(f"keras.src.ops.{part}"), name)
            return self._try(lambda: cls.from_config(config), f"`{name}`")
        if not module.startswith("keras."):
            raise RefusedError(f"`{name[:80]}` is none of Keras's own layers")
        self._checked(allowlist.check_layer, name, module, config, f"{path}.config")
        if (module, name) in allowlist.APPLICATION_LAYERS:
            cls = getattr(importlib.import_module(module), name)
        else:
            cls = getattr(keras.layers, name)
        if name == "TimeDistributed" and "inner" in entry:
            inner = self._make(entry["inner"], depth + 1)
            layer = self._try(
                lambda: cls(inner, **{key: config[key] for key in ("name",) if key in config}), f"`{name}`"
            )
        else:
            layer = self._try(lambda: cls.from_config(config), f"`{name}`")
        layer.trainable = entry["trainable"]
        return layer

    def _checked(self, check: Any, *arguments: Any) -> None:
        try:
            check(*arguments)
        except EvidenceError as error:
            raise RefusedError(error.reason) from None

    def _try(self, make: Any, what: str) -> Any:
        """Let Keras make something; what it does not accept is refused."""
        try:
            return make()
        except (RefusedError, EvidenceError):
            raise
        except Exception as error:
            raise RefusedError(
                f"Keras does not accept {what} as it is written down ({type(error).__name__})"
            ) from error

    def _sequential(self, entry: dict[str, Any], path: str, depth: int) -> Any:
        import keras

        graph = entry["graph"]
        model = keras.Sequential(name=_scope_name(entry["name"]))
        first = graph["input"]
        if first is not None:
            self._checked(allowlist.check_config, {"dtype": first["dtype"]}, path)
            shape = shape_of(first["shape"], path)
            self._size([shape], path)
            model.add(
                keras.layers.InputLayer(
                    batch_shape=shape, dtype=first["dtype"], name=_scope_name(first["name"])
                )
            )
        made = []
        for number in graph["layers"]:
            layer = self._make(number, depth + 1)
            self._call_once()
            if not isinstance(layer, keras.layers.Layer):
                raise EvidenceError("a Sequential model holds layers", path)
            self._unrolled(layer, getattr(model, "output_shape", ()) if model.built else ())
            self._try(lambda layer=layer: model.add(layer), f"`{layer.name}` in this place")
            if model.built:
                self._size([tuple(model.output_shape)] if isinstance(model.output_shape, tuple) else [], path)
            made.append((number, layer))
        if first is not None and not model.built and graph["layers"]:
            self._try(lambda: model.build(shape), "the model's input")
        for number, layer in made:
            self._fill(number, layer)
        model.trainable = entry["trainable"]
        for number, layer in made:
            self._trainable(number, layer)
        return model

    def _functional(self, entry: dict[str, Any], path: str, depth: int) -> Any:
        import keras

        graph = entry["graph"]
        tensors: list[list[Any]] = []
        layers = []
        for number, call in enumerate(graph["nodes"]):
            place = f"{path}.graph.nodes[{number}]"
            layer = self._make(call["layer"], depth + 1)
            self._call_once()
            if "args" not in call:
                if not isinstance(layer, keras.layers.InputLayer):
                    raise EvidenceError("only an input takes nothing", place)
                tensors.append([layer.output])
                self._size([tuple(layer.output.shape)], place)
                continue
            args = [self._argument(item, tensors, f"{place}.args", 0) for item in call["args"]]
            kwargs = {
                key: self._argument(item, tensors, f"{place}.kwargs", 0)
                for key, item in call.get("kwargs", {}).items()
            }
            if not any(isinstance(x, keras.KerasTensor) for x in keras.tree.flatten([args, kwargs])):
                raise EvidenceError("a call that takes no tensor", place)
            shapes = [x.shape for x in keras.tree.flatten([args, kwargs]) if isinstance(x, keras.KerasTensor)]
            self._unrolled(layer, shapes[0])
            outputs = keras.tree.flatten(
                self._try(
                    lambda layer=layer, args=args, kwargs=kwargs: layer(*args, **kwargs),
                    f"the call of `{self.entries[call['layer']]['name']}`",
                )
            )
            if not all(isinstance(x, keras.KerasTensor) for x in outputs):
                raise RefusedError(f"the call of `{self.entries[call['layer']]['name']}` gives no tensor")
            self._size([tuple(x.shape) for x in outputs], place)
            tensors.append(outputs)
            layers.append((call["layer"], layer))
        inputs = self._argument(graph["inputs"], tensors, f"{path}.graph.inputs", 0)
        outputs = self._argument(graph["outputs"], tensors, f"{path}.graph.outputs", 0)
        model = self._try(
            lambda: keras.Model(inputs, outputs, name=_scope_name(entry["name"])),
            f"the graph of `{entry['name']}`",
        )
        for number, layer in layers:
            self._fill(number, layer)
        model.trainable = entry["trainable"]
        for number, layer in layers:
            self._trainable(number, layer)
        return model

    def _argument(self, fact: Any, tensors: list[list[Any]], path: str, depth: int) -> Any:
        if depth > 14:
            raise EvidenceError("arguments nested too deep", path)
        if isinstance(fact, dict) and len(fact) == 1:
            ((tag, inner),) = fact.items()
            if tag == "tensor":
                if not isinstance(inner, list) or len(inner) != 2:
                    raise EvidenceError("a tensor is a node and an output", path)
                node = integer(inner[0], path, 0, len(tensors) - 1)
                return tensors[node][integer(inner[1], path, 0, len(tensors[node]) - 1)]
            if tag in ("list", "tuple"):
                items = [
                    self._argument(item, tensors, path, depth + 1) for item in sequence(inner, path, 10_000)
                ]
                return items if tag == "list" else tuple(items)
            if tag == "dict":
                pairs = {}
                for pair in sequence(inner, path, 10_000):
                    if not isinstance(pair, list) or len(pair) != 2 or not isinstance(pair[0], (str, int)):
                        raise EvidenceError("not a pair of key and value", path)
                    pairs[pair[0]] = self._argument(pair[1], tensors, path, depth + 1)
                return pairs
            if tag == "slice":
                parts = [self._argument(item, tensors, path, depth + 1) for item in sequence(inner, path, 3)]
                if len(parts) != 3 or not all(part is None or type(part) is int for part in parts):
                    raise EvidenceError("a slice has three integers", path)
                return slice(*parts)
            if tag == "ellipsis":
                return ...
        value = self.document.value(fact, path)
        if isinstance(value, (bool, int, float, str, type(None))):
            if isinstance(value, (int, float)) and 1e12 < abs(value) != math.inf:
                raise RefusedError(f"the number {str(value)[:20]} is larger than any lesson needs")
            if isinstance(value, str):
                text(value, path, 2_000)
            return value
        if isinstance(value, np.ndarray) and value.dtype != object and value.size <= 10_000_000:
            return value
        raise EvidenceError("an argument that no layer takes", path)

    def _call_once(self) -> None:
        self.calls += 1
        if self.calls > MAX_CALLS:
            raise RefusedError(f"it makes more than {MAX_CALLS} calls of layers")

    def _size(self, shapes: list[tuple], path: str) -> None:
        for shape in shapes:
            if math.prod(1 if size is None else size for size in shape) > MAX_OUTPUT:
                raise RefusedError(f"a layer of it gives more than {MAX_OUTPUT} numbers for one sample")

    def _unrolled(self, layer: Any, shape: Any) -> None:
        """An unrolled recurrent layer makes a copy of its step for each time step."""
        inner = getattr(layer, "layer", layer)
        if (getattr(inner, "unroll", False) or getattr(layer, "unroll", False)) and len(shape) > 1:
            steps = shape[1]
            if steps is None or steps > MAX_UNROLLED:
                raise RefusedError(f"it unrolls a recurrent layer over more than {MAX_UNROLLED} steps")

    def _fill(self, number: int, layer: Any) -> None:
        """Give a built layer the weights that the document has for it."""
        entry = self.entries[number]
        if "inner" in entry:
            self._fill(entry["inner"], self.made[entry["inner"]])
            return
        if "weights" not in entry:
            return
        written, weights = entry["weights"], getattr(layer, "weights", [])
        if len(written) != len(weights):
            if not weights:
                return
            raise RefusedError(
                f"the layer `{entry['name']}` needs {len(weights)} weights and has {len(written)}"
            )
        for place, (fact, weight) in enumerate(zip(written, weights, strict=True)):
            path = f"layers[{number}].weights[{place}]"
            values = self.document.array(fact["array"], f"{path}.array", MAX_WEIGHTS)
            if values.shape != tuple(weight.shape) or values.dtype.kind in "OcUS":
                raise RefusedError(
                    f"the weights of the layer `{entry['name']}` do not have the shapes it needs"
                )
            weight.assign(values)
        finish = getattr(layer, "finalize_state", None)
        if finish is not None and type(layer).__name__ == "Normalization" and layer.built:
            finish()

    def _trainable(self, number: int, layer: Any) -> None:
        """Setting a model's `trainable` sets it on all layers; put back what each of them had."""
        import keras

        if isinstance(layer, keras.layers.Layer) and layer.trainable != self.entries[number]["trainable"]:
            layer.trainable = self.entries[number]["trainable"]
        graph = self.entries[number].get("graph")
        inside = [] if not graph else graph.get("layers") or [call["layer"] for call in graph["nodes"]]
        for inner in inside:
            if inner in self.made:
                self._trainable(inner, self.made[inner])

    @contextlib.contextmanager
    def _counted_weights(self) -> Iterator[None]:
        """Count weights before memory is taken for them, and start all of them as zeros."""
        import keras

        table, plain = self, keras.layers.Layer.add_weight

        def add_weight(
            self: Any, *args: Any, shape: Any = None, initializer: Any = None, **options: Any
        ) -> Any:
            if args:
                shape, args = args[0], ()
            sizes = (shape,) if isinstance(shape, int) else tuple(shape or ())
            table.numbers += math.prod(size or 1 for size in sizes)
            if table.numbers > MAX_WEIGHTS:
                raise RefusedError(f"its layers need more than {MAX_WEIGHTS:,} weights")
            return plain(self, shape=shape, initializer="zeros", **options)

        keras.layers.Layer.add_weight = add_weight
        try:
            yield
        finally:
            keras.layers.Layer.add_weight = plain


@contextlib.contextmanager
def _names_kept() -> Iterator[None]:
    """Leave Keras's counters for automatic names as they were, since a lesson may run in this process."""
    from keras.src.backend.common import global_state

    counters = global_state.get_global_attribute("object_name_uids")
    before = None if counters is None else dict(counters)
    try:
        yield
    finally:
        counters = global_state.get_global_attribute("object_name_uids")
        if counters is not None:
            counters.clear()
            counters.update(before or {})


def _scope_name(name: str) -> str:
    """A name that Keras takes: without the slash, which it keeps for paths."""
    return name.replace("/", "_") or "unnamed"


def shape_of(fact: Any, path: str) -> tuple[int | None, ...]:
    """Read a shape: a list of positive integers, None where a size is open."""
    return tuple(None if size is None else integer(size, path, 0, 10**8) for size in sequence(fact, path, 16))

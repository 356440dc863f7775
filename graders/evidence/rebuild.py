"""Building Keras models again, from a document's table of layers.

Each layer is made from the allow-list (`graders.evidence.allowlist`) after its configuration was checked;
then the graph's calls are made again, one by one, by this module. Keras never reads a model's configuration
itself. While a model is built, weights start as zeros (their values come from the document anyway) and are
counted before memory for them is taken, so that a configuration cannot ask for more than the limits allow.

A layer that may not be made gets a stand-in (`graders.evidence.standin`), where the document comes from a
candidate that can be asked; without one, as in a file, the model is refused.
"""

import contextlib
import copy
import importlib
import json
import math
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from coursework.evidence.format import MAX_CALLS, MAX_LAYERS, MAX_NESTING, SCHEMA, VERSION
from coursework.plain import Json
from graders.evidence import allowlist
from graders.evidence.asking import Asker, Part, UndecidedError, unwatched
from graders.evidence.document import (
    Document,
    EvidenceError,
    boolean,
    integer,
    mapping,
    sequence,
    text,
)

if TYPE_CHECKING:
    import keras

_Made = TypeVar("_Made")

MAX_WEIGHTS = 150_000_000
"""Most numbers that all weights of one document may hold."""
MAX_OUTPUT = 20_000_000
"""Most numbers that one layer may give for one sample."""
MAX_UNROLLED = 512

_ENTRY = {"class", "bases", "name", "built", "trainable"}
_ENTRY_OPTIONAL = {
    "graph",
    "config",
    "module",
    "weights",
    "inner",
    "traced",
    "reason",
    "input",
    "spec",
    "arguments",
}
_HARMLESS = ("_initializer", "_regularizer", "_constraint")
"""Endings of settings that a built layer with its weights computes without."""
_INSTEAD = {
    "Lambda": "Layers such as `Rescaling`, `Normalization` and `Reshape`, or `keras.ops` between layers, are "
    "judged at once.",
    "TextVectorization": "One of Keras's own ways to standardize and to split is judged at once.",
    "RNN": "`SimpleRNN`, `LSTM` and `GRU` are judged at once.",
}
_USUAL = "Layers of Keras, put together with `keras.ops`, are judged at once."


class RefusedError(Exception):
    """A model that is well written down but may not be built here.

    Args:
        reason: Why, in words that a learner can read.
        opaque: The model holds a part that is no fault in itself, so that a person has to look.
        hint: One sentence on what to do next; may be empty.
    """

    def __init__(self, reason: str, *, opaque: bool = False, hint: str = ""):
        super().__init__(reason)
        self.reason, self.hint = reason, hint
        self.opaque = opaque


class LayerTable:
    """The layers of one document, each built at most once.

    Args:
        document: The document.
        asker: Asks the layers that cannot be made; None when nobody can be asked.

    Raises:
        EvidenceError: The table is not of the format.
    """

    def __init__(self, document: Document, asker: Asker | None = None):
        self.document = document
        self.asker = asker
        self.hidden: dict[int, Part] = {}
        self.weights: dict[int, keras.Variable] = {}
        self.entries = [
            self._entry(record, f"layers[{number}]") for number, record in enumerate(document.layers)
        ]
        held = Counter(
            weight["number"]
            for entry in self.entries
            for weight in entry.get("weights", ())
            if "number" in weight
        )
        self.shared = {number for number, count in held.items() if count > 1}
        self.made: dict[int, keras.layers.Layer] = {}
        self.making: set[int] = set()
        self.numbers = 0
        self.calls = 0

    @classmethod
    def of_entries(cls, entries: list[Json]) -> "LayerTable":
        """Make a table of entries that come from a file and refer to no blobs."""
        head = {
            "schema": SCHEMA,
            "version": VERSION,
            "blobs": [],
            "layers": entries,
            "evidence": {},
        }
        return cls(Document(json.dumps(head).encode("ascii") + b"\n"))

    def _entry(self, record: object, path: str) -> Json:
        """Check everything about an entry that needs no Keras."""
        entry = mapping(record, path, _ENTRY, _ENTRY_OPTIONAL)
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
        if "spec" in entry:
            mapping(entry["spec"], f"{path}.spec", {"inputs", "outputs"})
        for number, name in enumerate(sequence(entry.get("arguments", []), f"{path}.arguments", 64)):
            text(name, f"{path}.arguments[{number}]", 300)
        if "config" in entry:
            mapping(entry["config"], f"{path}.config")
        for number, weight in enumerate(sequence(entry.get("weights", []), f"{path}.weights", 10_000)):
            place = f"{path}.weights[{number}]"
            mapping(weight, place, {"path", "trainable", "array"}, {"number"})
            integer(weight.get("number", 0), f"{place}.number", 0, 10**7)
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
            mapping(graph, path, {"kind", "layers", "input"}, {"outputs"})
            for number in sequence(graph["layers"], f"{path}.layers", MAX_LAYERS):
                integer(number, f"{path}.layers", 0, last)
            outputs = sequence(graph.get("outputs", []), f"{path}.outputs", MAX_LAYERS)
            if outputs and len(outputs) != len(graph["layers"]):
                raise EvidenceError("there are not outputs for each layer", path)
            for given in outputs:
                for output in sequence(given or [], f"{path}.outputs", 1_000):
                    _check_output(output, path)
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
                    _check_output(output, place)
        else:
            raise EvidenceError("a graph is sequential or functional", path)

    def reason(self, number: int) -> str | None:
        """Say why a layer or model cannot be rebuilt: the first opaque part of it, in a learner's words."""
        for current in self._inside(number):
            entry = self.entries[current]
            if "reason" in entry and "graph" not in entry:
                return f"`{entry['class']}` is a class with code of its own: {entry['reason']}"
        return None

    def build(self, number: int) -> "keras.layers.Layer":
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
        if reason and self.asker is None:
            raise RefusedError(reason, opaque=True)
        with unwatched(), _names_kept(), self._counted_weights():
            return self._make(number, 0)

    def build_model(self, number: int) -> "keras.Model":
        """Build a model; one that is a stand-in as a whole gets inputs and outputs.

        Args:
            number: Its place in the table.

        Raises:
            RefusedError: It may not be built here, or is no more than facts.
            EvidenceError: What the document says of it cannot be.
        """
        import keras

        made = self.build(number)
        if number not in self.hidden or self.asker is None or isinstance(made, keras.Model):
            return made
        from graders.evidence.standin import asking

        entry, path = self.entries[number], f"layers[{number}].spec"
        if not is_model(entry):
            return made
        if "spec" not in entry:
            raise RefusedError(self.reason(number) or "its shapes are not known", opaque=True)
        with unwatched(), _names_kept():
            inputs = keras.tree.map_structure(
                lambda tensor: keras.Input(
                    batch_shape=tensor.shape, dtype=tensor.dtype, name=_scope_name(tensor.name)
                ),
                self._structure(entry["spec"]["inputs"], f"{path}.inputs", 0),
            )
            model = self._try(
                lambda: keras.Model(inputs, made(inputs), name=_scope_name(entry["name"])),
                f"`{entry['name']}`",
            )
            model.trainable = entry["trainable"]
            asking(model, number, self.hidden[number], self.asker, unpacks="arguments" in entry)
        self.made[number] = model
        return model

    def takes_several(self, number: int) -> bool:
        """Whether a layer takes its tensors as several arguments."""
        return "arguments" in self.entries[number]

    def part(self, number: int) -> Part | None:
        """Give the first part of a layer or model that cannot be looked into, None when there is none.

        Args:
            number: Its place in the table; it has been built.
        """
        return next((self.hidden[at] for at in self._inside(number) if at in self.hidden), None)

    def _inside(self, number: int) -> Iterator[int]:
        """Give a layer's number and those of all layers inside it, each once."""
        seen: set[int] = set()
        waiting = [number]
        while waiting:
            current = waiting.pop()
            if current in seen:
                continue
            seen.add(current)
            yield current
            entry = self.entries[current]
            if graph := entry.get("graph"):
                waiting.extend(
                    reversed(graph.get("layers") or [call["layer"] for call in graph.get("nodes", [])])
                )
            if "inner" in entry:
                waiting.append(entry["inner"])

    def build_layer(self, number: int) -> "keras.layers.Layer":
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

    def fresh(self) -> "LayerTable":
        """Give the same table with nothing built yet, so that what is built is not shared with what was."""
        return LayerTable(self.document, self.asker)

    def _make(self, number: int, depth: int) -> "keras.layers.Layer":
        if number in self.made:
            return self.made[number]
        path = f"layers[{number}]"
        if number in self.making or depth > MAX_NESTING:
            raise EvidenceError("models that stand in themselves, or too deep", path)
        self.making.add(number)
        entry = self.entries[number]
        if "graph" not in entry:
            made = self._layer_or_stand_in(number, entry, path, depth)
        elif entry["graph"]["kind"] == "sequential":
            made = self._sequential(entry, path, depth)
        else:
            made = self._functional(entry, path, depth)
        self.making.discard(number)
        self.made[number] = made
        if "graph" in entry and self.asker is not None and (part := self.part(number)) is not None:
            from graders.evidence.standin import asking

            asking(made, number, part, self.asker, unpacks="arguments" in entry)
        return made

    def _layer_or_stand_in(self, number: int, entry: Json, path: str, depth: int) -> "keras.layers.Layer":
        if self.asker is None:
            return self._layer(entry, entry["config"], path, depth)
        if "reason" in entry:
            return self._stand_in(number, entry, path, depth, {}, None)
        hidden = self._hidden_settings(entry, path)
        harmless = bool(hidden) and all(key.endswith(_HARMLESS) for key in hidden)
        config = entry["config"]
        if harmless:
            config = {**config, **{key: "zeros" if "_init" in key else None for key in hidden}}
        try:
            made = self._layer(entry, config, path, depth)
        except RefusedError:
            known = entry["class"] in allowlist.LAYERS and entry.get("module", "").startswith("keras.")
            plain = {key: item for key, item in config.items() if key not in hidden}
            if not known or "inner" in entry:
                return self._stand_in(number, entry, path, depth, {}, None)
            return self._stand_in(number, entry, path, depth, plain, hidden)
        if hidden:
            made.__dict__["_hidden_settings"] = (_part(entry, hidden), hidden)
        return made

    def _hidden_settings(self, entry: Json, path: str) -> frozenset[str]:
        """Give the names of settings that hold what is not on the list."""
        found = set()
        for key, item in entry["config"].items():
            try:
                allowlist.check_config({key: item}, path)
                allowlist.check_text_layers(entry["class"], {key: item}, path)
            except EvidenceError:
                found.add(str(key)[:80])
        return frozenset(found)

    def _stand_in(
        self,
        number: int,
        entry: Json,
        path: str,
        depth: int,
        config: Json,
        hidden: frozenset[str] | None,
    ) -> Any:
        """Make a stand-in, with the weights that the document tells of."""
        from graders.evidence.standin import stand_in, weights_digest

        part = self.hidden[number] = _part(entry, hidden)
        made = stand_in(
            entry["class"],
            number,
            part,
            self.asker,
            name=_scope_name(entry["name"]),
            config=config,
            hidden=hidden,
            unpacks="arguments" in entry,
        )
        self._hold(number, made, shared=False)
        if depth == 0:
            self._hold(number, made, shared=True)
        made.trainable = entry["trainable"]
        made._weights_digest = weights_digest(made)
        if "spec" in entry:
            made.set_outputs(self._structure(entry["spec"]["outputs"], f"{path}.spec.outputs", 0))
        return made

    def _hold(self, number: int, made: "keras.layers.Layer", *, shared: bool) -> None:
        """Give a stand-in weights: its own at once, and those that other layers hold when these are there."""
        path, entry = f"layers[{number}]", self.entries[number]
        for place, record in enumerate(entry.get("weights", [])):
            at = record.get("number")
            if (at in self.shared) is not shared:
                continue
            if at in self.weights:
                if not any(weight is self.weights[at] for weight in made.weights):
                    made._track_variable(self.weights[at])
                continue
            values = self.document.array(record["array"], f"{path}.weights[{place}]", MAX_WEIGHTS)
            if values.dtype.kind in "OcUS":
                continue
            name = _scope_name(record["path"].rpartition("/")[2])
            weight = made.add_weight(
                shape=values.shape, dtype=values.dtype.name, trainable=record["trainable"], name=name
            )
            weight.assign(values)
            if at is not None:
                self.weights[at] = weight

    def _structure(self, record: object, path: str, depth: int) -> Any:
        """Read shapes and dtypes in their structure, as symbolic tensors."""
        import keras

        if depth > MAX_NESTING or not isinstance(record, dict) or len(record) != 1:
            raise EvidenceError("not shapes in a structure", path)
        ((tag, inner),) = record.items()
        if tag == "tensor":
            shape, dtype, name = sequence(inner, path, 3)
            _check_output([shape, dtype], path)
            text(name, path, 600)
            self._size([shape_of(shape, path)], path)
            self._checked(allowlist.check_config, {"dtype": dtype}, path)
            return keras.KerasTensor(shape_of(shape, path), dtype=dtype, name=name)
        if tag == "dict":
            pairs = [sequence(pair, path, 2) for pair in sequence(inner, path, 1_000)]
            return {text(key, path, 600): self._structure(item, path, depth + 1) for key, item in pairs}
        if tag in ("list", "tuple"):
            parts = [self._structure(item, path, depth + 1) for item in sequence(inner, path, 1_000)]
            return parts if tag == "list" else tuple(parts)
        raise EvidenceError("not shapes in a structure", path)

    def _set_outputs(self, layer: "keras.layers.Layer", outputs: Any, path: str) -> None:
        """Tell a stand-in what its next call gives."""
        if outputs and hasattr(type(layer), "set_outputs"):
            records = [{"tensor": [shape, dtype, "output"]} for shape, dtype in outputs]
            structure = {"list": records} if len(records) > 1 else records[0]
            layer.set_outputs(self._structure(structure, path, 0))

    def _layer(self, entry: Json, config: Json, path: str, depth: int) -> "keras.layers.Layer":
        import keras

        name, module = entry["class"], entry.get("module", "")
        config = copy.deepcopy(config)
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
            if self.part(entry["inner"]) is not None:
                raise RefusedError("a layer inside it cannot be rebuilt", opaque=True)
            layer = self._try(
                lambda: cls(inner, **{key: config[key] for key in ("name",) if key in config}), f"`{name}`"
            )
        else:
            layer = self._try(lambda: cls.from_config(config), f"`{name}`")
        layer.trainable = entry["trainable"]
        return layer

    def _checked(self, check: Callable[..., None], *arguments: object) -> None:
        try:
            check(*arguments)
        except EvidenceError as error:
            raise RefusedError(error.reason, opaque=True) from None

    def _try(self, make: Callable[..., _Made], what: str) -> _Made:
        """Let Keras make something; what it does not accept is refused."""
        try:
            return make()
        except (RefusedError, EvidenceError):
            raise
        except UndecidedError as hidden:
            raise RefusedError(f"{hidden.part}, and its shapes are not known", opaque=True) from None
        except Exception as error:
            raise RefusedError(
                f"Keras does not accept {what} as it is written down ({type(error).__name__})", opaque=True
            ) from error

    def _sequential(self, entry: Json, path: str, depth: int) -> "keras.Sequential":
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
        outputs = graph.get("outputs") or [None] * len(graph["layers"])
        for number, given in zip(graph["layers"], outputs, strict=True):
            layer = self._make(number, depth + 1)
            self._call_once()
            self._set_outputs(layer, given, path)
            if not isinstance(layer, keras.layers.Layer):
                raise EvidenceError("a Sequential model holds layers", path)
            self._unrolled(layer, getattr(model, "output_shape", ()) if model.built else ())
            self._try(lambda layer=layer: model.add(layer), f"`{layer.name}` in this place")
            if model.built:
                self._size([tuple(model.output_shape)] if isinstance(model.output_shape, tuple) else [], path)
            made.append((number, layer))
        if first is not None and not model.built and graph["layers"]:
            self._try(lambda: model.build(shape), "the model's input")
        for number, layer in sorted(made, key=lambda item: item[0] in self.hidden):
            self._fill(number, layer)
        model.trainable = entry["trainable"]
        for number, layer in made:
            self._trainable(number, layer)
        return model

    def _functional(self, entry: Json, path: str, depth: int) -> "keras.Model":
        import keras

        graph = entry["graph"]
        tensors: list[list[keras.KerasTensor]] = []
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
            self._set_outputs(layer, call["outputs"], place)
            if (names := self.entries[call["layer"]].get("arguments")) and "graph" in self.entries[
                call["layer"]
            ]:
                given = {**dict(zip(names, args, strict=False)), **kwargs}
                args, kwargs = [[given.get(name) for name in names]], {}
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
        for number, layer in sorted(layers, key=lambda item: item[0] in self.hidden):
            self._fill(number, layer)
        model.trainable = entry["trainable"]
        for number, layer in layers:
            self._trainable(number, layer)
        return model

    def _argument(
        self, record: object, tensors: "list[list[keras.KerasTensor]]", path: str, depth: int
    ) -> Any:
        if depth > 14:
            raise EvidenceError("arguments nested too deep", path)
        if isinstance(record, dict) and len(record) == 1:
            ((tag, inner),) = record.items()
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
        value = self.document.value(record, path)
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

    def _unrolled(self, layer: "keras.layers.Layer", shape: Any) -> None:
        """An unrolled recurrent layer makes a copy of its step for each time step."""
        inner = getattr(layer, "layer", layer)
        if (getattr(inner, "unroll", False) or getattr(layer, "unroll", False)) and len(shape) > 1:
            steps = shape[1]
            if steps is None or steps > MAX_UNROLLED:
                raise RefusedError(f"it unrolls a recurrent layer over more than {MAX_UNROLLED} steps")

    def _fill(self, number: int, layer: "keras.layers.Layer") -> None:
        """Give a built layer the weights that the document has for it."""
        entry = self.entries[number]
        if "inner" in entry:
            self._fill(entry["inner"], self.made[entry["inner"]])
            return
        if number in self.hidden:
            from graders.evidence.standin import weights_digest

            if "graph" not in entry:
                self._hold(number, layer, shared=True)
                layer._weights_digest = weights_digest(layer)
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
        for place, (record, weight) in enumerate(zip(written, weights, strict=True)):
            path = f"layers[{number}].weights[{place}]"
            values = self.document.array(record["array"], f"{path}.array", MAX_WEIGHTS)
            if values.shape != tuple(weight.shape) or values.dtype.kind in "OcUS":
                raise RefusedError(
                    f"the weights of the layer `{entry['name']}` do not have the shapes it needs",
                    hint="It was made for inputs of another size than those that come in. Was a "
                    "`Normalization` adapted to other columns?",
                )
            weight.assign(values)
            if "number" in record:
                self.weights[record["number"]] = weight
        finish = getattr(layer, "finalize_state", None)
        if finish is not None and type(layer).__name__ == "Normalization" and layer.built:
            finish()

    def _trainable(self, number: int, layer: "keras.layers.Layer") -> None:
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


def shape_of(record: object, path: str) -> tuple[int | None, ...]:
    """Read a shape: a list of positive integers, None where a size is open."""
    return tuple(
        None if size is None else integer(size, path, 0, 10**8) for size in sequence(record, path, 16)
    )


def _check_output(output: object, path: str) -> None:
    if not isinstance(output, list) or len(output) != 2:
        raise EvidenceError("an output is a shape and a dtype", path)
    shape_of(output[0], path)
    text(output[1], path, 50)


def is_model(entry: Json) -> bool:
    """Whether an entry of the table says that it is a model."""
    return bool({"Model", "Sequential", "Functional"} & set(entry["bases"]))


def _part(entry: Json, hidden: frozenset[str] | None) -> Part:
    """Say in a learner's words what cannot be looked into."""
    what = "model" if is_model(entry) else "layer"
    called = f"The {what} `{entry['class'][:80]}` called `{entry['name'][:80]}`"
    instead = _INSTEAD.get(entry["class"], _USUAL)
    if not hidden:
        return Part(called, instead=instead)
    settings = ", ".join(f"`{key}`" for key in sorted(hidden))
    if hidden & {"activation", "recurrent_activation"}:
        instead = "An activation of Keras, given by its name, is judged at once."
    why = f"has code of your own in {settings}, which the grader does not run"
    return Part(called, why, _INSTEAD.get(entry["class"], instead))

"""Keras's own way to write a model down, turned into entries of a table of layers.

`.keras` archives hold a configuration as `keras.saving.serialize_keras_object` makes it. It is only read
here, as plain data; building is done by `graders.evidence.rebuild`, behind the allow-list.
"""

from typing import Any

from coursework.evidence.format import MAX_CALLS, MAX_LAYERS, MAX_NESTING
from coursework.plain import Json
from graders.evidence.document import EvidenceError


def entries_from_native(config: object, path: str) -> list[dict[str, object]]:
    """Turn a configuration into entries; the model itself is entry 0.

    Args:
        config: What stands in `config.json`.
        path: Its name, for the refusal.

    Raises:
        EvidenceError: It is no configuration of a Sequential or functional model.
    """
    entries: list[dict[str, object]] = []
    try:
        _entry(config, _Entries(entries), path, 0)
    except (KeyError, TypeError, AttributeError, IndexError, ValueError) as error:
        if isinstance(error, EvidenceError):
            raise
        raise EvidenceError(
            f"a configuration that is not as Keras writes it ({type(error).__name__})", path
        ) from None
    return entries


class _Entries:
    """Entries being made, and which of them Keras marked as one shared object."""

    def __init__(self, made: list[dict[str, object]]):
        self.made = made
        self.shared: dict[int, int] = {}


def _without_marks(item: object, depth: int = 0) -> Any:
    """Take Keras's marks of shared objects out of settings: equal dtype policies need not be one."""
    if depth > 40:
        raise ValueError("nested too deep")
    if isinstance(item, dict):
        return {
            key: _without_marks(part, depth + 1) for key, part in item.items() if key != "shared_object_id"
        }
    if isinstance(item, list):
        return [_without_marks(part, depth + 1) for part in item]
    return item


def _entry(config: Any, entries: _Entries, path: str, depth: int) -> int:
    if depth > MAX_NESTING or len(entries.made) >= MAX_LAYERS:
        raise EvidenceError("a configuration with too many layers, or nested too deep", path)
    if not isinstance(config, dict) or not isinstance(config.get("class_name"), str):
        raise EvidenceError("a layer without a class", path)
    if not isinstance(config.get("config"), dict):
        raise EvidenceError("a layer without a configuration", path)
    name, inner = config["class_name"], config["config"]
    mark = config.get("shared_object_id")
    if isinstance(mark, int) and mark in entries.shared:
        return entries.shared[mark]
    number = len(entries.made)
    if isinstance(mark, int):
        entries.shared[mark] = number
    entry: Json = {
        "class": name[:300],
        "bases": [name[:300]],
        "name": str(inner.get("name", config.get("name", name.lower())))[:500],
        "built": True,
        "trainable": inner.get("trainable", True) is not False,
    }
    entries.made.append(entry)
    module = config.get("module")
    if not isinstance(module, str) or module.partition(".")[0] != "keras":
        entry["reason"] = "it is registered by the learner's own code"
    elif name == "Sequential" and isinstance(inner.get("layers"), list):
        entry["graph"] = _sequential(inner, entries, path, depth)
    elif name in ("Functional", "Model") and isinstance(inner.get("layers"), list):
        entry["graph"] = _functional(inner, entries, path, depth)
    else:
        entry["config"] = _without_marks(inner)
        entry["module"] = module
        if name == "TimeDistributed" and isinstance(inner.get("layer"), dict):
            entry["config"].pop("layer")
            entry["inner"] = _entry(inner["layer"], entries, path, depth + 1)
    return number


def _sequential(inner: Json, entries: _Entries, path: str, depth: int) -> Json:
    first, layers = None, []
    for position, layer in enumerate(inner["layers"]):
        if position == 0 and isinstance(layer, dict) and layer.get("class_name") == "InputLayer":
            given = layer["config"]
            first = {
                "shape": list(given["batch_shape"]),
                "dtype": str(given.get("dtype", "float32")),
                "name": str(given.get("name", "input"))[:500],
                "given": True,
            }
            continue
        layers.append(_entry(layer, entries, path, depth + 1))
    if first is None and isinstance(inner.get("build_input_shape"), list):
        first = {"shape": inner["build_input_shape"], "dtype": "float32", "name": "input", "given": False}
    return {"kind": "sequential", "layers": layers, "input": first}


def _functional(inner: Json, entries: _Entries, path: str, depth: int) -> Json:
    numbers: dict[str, int] = {}
    calls: dict[tuple[str, int], Json] = {}
    models: set[str] = set()
    for layer in inner["layers"]:
        name = layer["name"]
        if name in numbers:
            raise EvidenceError("two layers of one name", path)
        numbers[name] = _entry(layer, entries, path, depth + 1)
        if layer["class_name"] in ("Functional", "Model"):
            models.add(name)
        if layer["class_name"] == "InputLayer":
            calls[name, 0] = {}
        for index, call in enumerate(layer["inbound_nodes"]):
            if len(calls) > MAX_CALLS:
                raise EvidenceError("too many calls", path)
            calls[name, index] = call
    order = _ordered(calls, path)
    places = {key: number for number, key in enumerate(order)}
    nodes = []
    for name, index in order:
        call = calls[name, index]
        node: Json = {"layer": numbers[name], "outputs": []}
        if call:
            node["args"] = [_argument(item, places, path, 0) for item in call["args"]]
            node["kwargs"] = {key: _argument(item, places, path, 0) for key, item in call["kwargs"].items()}
        nodes.append(node)

    def port(item: Any) -> Any:
        if isinstance(item, list) and len(item) == 3 and isinstance(item[0], str):
            index = item[1] - 1 if item[0] in models else item[1]
            return {"tensor": [places[item[0], index], item[2]]}
        if isinstance(item, dict):
            return {"dict": [[key, port(part)] for key, part in item.items()]}
        return {"list": [port(part) for part in item]}

    return {
        "kind": "functional",
        "nodes": nodes,
        "inputs": port(inner["input_layers"]),
        "outputs": port(inner["output_layers"]),
    }


def _ordered(calls: dict[tuple[str, int], dict[str, object]], path: str) -> list[tuple[str, int]]:
    """Order the calls so that each comes after those that it takes tensors of."""
    needs = {key: _tensors(call, 0) for key, call in calls.items()}
    consumers: dict[tuple[str, int], list[tuple[str, int]]] = {}
    left = {}
    for key, needed in needs.items():
        if any(item not in calls for item in needed):
            raise EvidenceError("a tensor that no layer gives", path)
        left[key] = len(needed)
        for item in needed:
            consumers.setdefault(item, []).append(key)
    ready = [key for key in calls if left[key] == 0]
    order = []
    while ready:
        key = ready.pop(0)
        order.append(key)
        for consumer in consumers.get(key, ()):
            left[consumer] -= 1
            if left[consumer] == 0:
                ready.append(consumer)
    if len(order) != len(calls):
        raise EvidenceError("calls in a circle", path)
    return order


def _tensors(item: object, depth: int) -> set[tuple[str, int]]:
    if depth > 20:
        raise ValueError("nested too deep")
    if isinstance(item, dict):
        if item.get("class_name") == "__keras_tensor__":
            name, index, _ = item["config"]["keras_history"]
            return {(str(name), int(index))}
        item = list(item.values())
    if isinstance(item, list):
        found: set[tuple[str, int]] = set()
        for part in item:
            found |= _tensors(part, depth + 1)
        return found
    return set()


def _argument(item: object, places: dict[tuple[str, int], int], path: str, depth: int) -> Any:
    if depth > 14:
        raise EvidenceError("arguments nested too deep", path)
    if isinstance(item, list):
        return {"list": [_argument(part, places, path, depth + 1) for part in item]}
    if isinstance(item, dict):
        kind = item.get("class_name")
        if kind == "__keras_tensor__":
            name, index, output = item["config"]["keras_history"]
            return {"tensor": [places[str(name), int(index)], output]}
        if kind == "__slice__":
            parts = item["config"]
            return {"slice": [parts["start"], parts["stop"], parts["step"]]}
        if kind == "__ellipsis__":
            return {"ellipsis": True}
        if kind is not None:
            raise EvidenceError(f"an argument of class {str(kind)[:80]!r}", path)
        return {"dict": [[key, _argument(part, places, path, depth + 1)] for key, part in item.items()]}
    return item

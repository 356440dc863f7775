"""Taking evidence down: one function for each kind of evidence."""

from collections.abc import Callable
from typing import Any

import numpy as np

from graders.candidate.writer import (
    NotTaken,
    Writer,
    cut,
    describe_error,
    is_a,
    is_symbolic,
    is_tensor,
    loaded,
    to_numpy,
    type_name,
)

MAX_BYTES = 256 * 2**20


def capture(namespace: dict[str, Any], request: dict[str, Any]) -> bytes:
    """Take down the evidence that an exercise asks for.

    Args:
        namespace: The learner's global names.
        request: What to take down, as `graders.evidence.request` made it.

    Returns:
        The evidence document. Whatever could not be taken stands in it as a fact with its reason.
    """
    writer = Writer(int(request.get("max_bytes", MAX_BYTES)))
    facts = {name: _take(writer, namespace, name, asked) for name, asked in request["evidence"].items()}
    return writer.document(facts)


def _take(writer: Writer, namespace: dict[str, Any], name: str, asked: dict[str, Any]) -> dict[str, Any]:
    kind = asked["kind"]
    if kind not in NEEDS_NO_NAME:
        if name not in namespace:
            return {"unusable": "absent", "found": "nothing: the name is not defined"}
        value = namespace[name]
        if value is ... or (value is None and kind != "Value"):
            return {"unusable": "unanswered", "found": "..." if value is ... else "None"}
    else:
        value = namespace
    blobs, layers, size = len(writer.blobs), len(writer.layers), writer.size
    try:
        return TAKERS[kind](writer, value, asked.get("options", {}))
    except NotTaken as reason:
        fact = {"unusable": reason.reason, "found": cut(reason.found, 500)}
    except Exception as error:
        # Whatever an odd object does to the code that looks at it is a fact about that object.
        said = describe_error(error)
        fact = {
            "unusable": "raised",
            "found": cut(f"an object that raises {said['type']}: {said['message']}", 500),
        }
    # Nothing refers to what a failed attempt had written, and later evidence may need the room.
    del writer.blobs[blobs:], writer.layers[layers:]
    writer.size = size
    writer.layer_numbers = {key: number for key, number in writer.layer_numbers.items() if number < layers}
    return fact


def _found(value: Any) -> str:
    name = cut(type_name(value), 200)
    if is_symbolic(value):
        return "a symbolic Keras tensor, which stands for numbers and holds none"
    if isinstance(value, type):
        return f"the class {cut(type.__dict__['__qualname__'].__get__(value), 200)}"
    return f"an object of type {name}"


def take_value(writer: Writer, value: Any, options: dict[str, Any]) -> dict[str, Any]:
    """Take down a plain value."""
    fact = writer.value(value)
    if isinstance(fact, dict) and "object" in fact:
        raise NotTaken("wrong_kind", _found(value))
    return {"value": fact}


def take_array(writer: Writer, value: Any, options: dict[str, Any]) -> dict[str, Any]:
    """Take down an array: whole, or the evenly spaced rows that the options ask for."""
    if is_symbolic(value) or not (is_tensor(value) or is_a(value, list, tuple, np.generic)):
        raise NotTaken("wrong_kind", _found(value))
    if is_a(value, list, tuple):
        if not options.get("lists"):
            raise NotTaken("wrong_kind", f"a {'list' if is_a(value, list) else 'tuple'}, not an array")
        array = np.asarray(value)
    else:
        array = np.asarray(value) if is_a(value, np.generic) else to_numpy(value)
    shape = [int(size) for size in array.shape]
    rows = options.get("rows")
    chosen = None
    if rows is not None and array.ndim and len(array) > rows:
        chosen = np.unique(np.linspace(0, len(array) - 1, rows).round().astype(int))
        array = array[chosen]
    return {
        "array": writer.array(array),
        "shape": shape,
        "rows": None if chosen is None else [int(row) for row in chosen],
        "type": cut(type_name(value), 200),
    }


def take_table(writer: Writer, value: Any, options: dict[str, Any]) -> dict[str, Any]:
    """Take down a data frame column by column."""
    frame = loaded("pandas", "DataFrame")
    if frame is None or not is_a(value, frame):
        raise NotTaken("wrong_kind", _found(value))
    if len(value.columns) > 10_000:
        raise NotTaken("too_large", f"a table with {len(value.columns)} columns")
    columns = [
        [cut(str(name), 500), {"array": writer.array(value.iloc[:, number].to_numpy())}]
        for number, name in enumerate(value.columns)
    ]
    return {"columns": columns, "rows": len(value)}


def take_history(writer: Writer, value: Any, options: dict[str, Any]) -> dict[str, Any]:
    """Take down a training history: the `History` that `fit` returns, or its dict of lists."""
    history_class = loaded("keras", "callbacks.History")
    if history_class is not None and is_a(value, history_class):
        logs, epochs, params = value.history, value.epoch, value.params or {}
    elif is_a(value, dict):
        logs, epochs, params = value, None, {}
    else:
        raise NotTaken("wrong_kind", _found(value))
    return {
        "logs": writer.value(logs),
        "epochs": writer.value(epochs),
        "params": writer.value({key: params[key] for key in ("epochs", "steps") if key in params}),
    }


def take_model(writer: Writer, value: Any, options: dict[str, Any]) -> dict[str, Any]:
    """Take down a Keras model."""
    from graders.candidate.models import write_model

    model = loaded("keras", "Model")
    if model is None or not is_a(value, model):
        raise NotTaken("wrong_kind", _found(value))
    return write_model(writer, value, options)


TAKERS: dict[str, Callable[[Writer, Any, dict[str, Any]], dict[str, Any]]] = {
    "Value": take_value,
    "Array": take_array,
    "Table": take_table,
    "History": take_history,
    "Model": take_model,
}
NEEDS_NO_NAME: frozenset[str] = frozenset()

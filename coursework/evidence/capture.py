"""Taking evidence down: one function for each kind of evidence."""

from collections.abc import Callable

import numpy as np

from coursework.evidence.format import (
    MAX_BLOB_BYTES,
    MAX_COLUMNS,
    MAX_NAME,
    MAX_PARTS,
    MAX_PARTS_DEPTH,
    MAX_TYPE_NAME,
)
from coursework.evidence.questions import answer_questions, keep
from coursework.evidence.script import ask_steps, plain_callable, run_script, take_files
from coursework.evidence.writer import (
    NotTakenError,
    Writer,
    cut,
    describe_error,
    is_a,
    is_symbolic,
    is_tensor,
    items_of,
    loaded,
    to_numpy,
    type_name,
)
from coursework.plain import Json, Record


def capture(namespace: dict[str, object], request: Json) -> bytes:
    """Take down the evidence that an exercise asks for, or answer what the checks then still ask.

    Args:
        namespace: The learner's global names.
        request: What to take down, as `graders.evidence.request` made it; or `questions` to the layers of the
            document that was taken last (see `coursework.evidence.questions`).

    Returns:
        The evidence document. Whatever could not be taken stands in it as a fact with its reason.
    """
    if "questions" in request:
        return answer_questions(request)
    writer = Writer(int(request.get("max_bytes", MAX_BLOB_BYTES)))
    facts: Record = {
        label: _take(writer, namespace, asked.get("of") or label, asked)
        for label, asked in request["evidence"].items()
    }
    keep(writer)
    return writer.document(facts)


def _take(writer: Writer, namespace: dict[str, object], name: str, asked: Json) -> Record:
    kind = asked["kind"]
    value = None
    if kind != "File":
        if name not in namespace:
            return {"unusable": "absent", "found": "nothing: the name is not defined"}
        value = namespace[name]
        if value is ... or (value is None and kind != "Value"):
            return {"unusable": "unanswered", "found": "..." if value is ... else "None"}
    blobs, layers, size = len(writer.blobs), len(writer.layers), writer.size
    try:
        return TAKERS[kind](writer, value, asked.get("options", {}), namespace)
    except NotTakenError as reason:
        fact: Record = {"unusable": reason.reason, "found": cut(reason.found, MAX_NAME)}
    except BaseException as error:  # SystemExit and KeyboardInterrupt can come from an object too
        # Whatever an odd object does to the code that looks at it is a fact about that object.
        said = describe_error(error)
        fact = {
            "unusable": "raised",
            "found": cut(f"an object that raises {said['type']}: {said['message']}", MAX_NAME),
        }
    writer.undo(blobs, layers, size)
    return fact


def _found(value: object) -> str:
    name = cut(type_name(value), MAX_TYPE_NAME)
    if is_symbolic(value):
        return "a symbolic Keras tensor, which stands for numbers and holds none"
    if isinstance(value, type):
        return f"the class {cut(type.__dict__['__name__'].__get__(value), MAX_TYPE_NAME)}"
    return f"an object of type {name}"


def take_value(writer: Writer, value: object, options: Json, namespace: dict[str, object]) -> Record:
    """Take down a plain value."""
    fact = writer.value(value)
    if isinstance(fact, dict) and "object" in fact:
        raise NotTakenError("wrong_kind", _found(value))
    return {"value": fact}


def take_array(writer: Writer, value: object, options: Json, namespace: dict[str, object]) -> Record:
    """Take down an array: whole, or the evenly spaced rows that the options ask for."""
    if is_symbolic(value) or not (is_tensor(value) or is_a(value, list, tuple, np.generic)):
        raise NotTakenError("wrong_kind", _found(value))
    if is_a(value, list, tuple):
        if not options.get("lists"):
            raise NotTakenError("wrong_kind", f"a {'list' if is_a(value, list) else 'tuple'}, not an array")
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
        "type": cut(type_name(value), MAX_TYPE_NAME),
    }


def take_table(writer: Writer, value: object, options: Json, namespace: dict[str, object]) -> Record:
    """Take down a data frame column by column."""
    frame = loaded("pandas", "DataFrame")
    if frame is None or not is_a(value, frame):
        raise NotTakenError("wrong_kind", _found(value))
    if len(value.columns) > MAX_COLUMNS:
        raise NotTakenError("too_large", f"a table with {len(value.columns)} columns")
    columns = [
        [cut(str(name), MAX_NAME), {"array": writer.array(value.iloc[:, number].to_numpy())}]
        for number, name in enumerate(value.columns)
    ]
    return {"columns": columns, "rows": len(value)}


def take_history(writer: Writer, value: object, options: Json, namespace: dict[str, object]) -> Record:
    """Take down a training history: the `History` that `fit` returns, or its dict of lists."""
    history_class = loaded("keras", "callbacks.History")
    if history_class is not None and is_a(value, history_class):
        logs, epochs, params = value.history, value.epoch, value.params or {}
    elif is_a(value, dict):
        logs, epochs, params = value, None, dict[str, object]()
    else:
        raise NotTakenError("wrong_kind", _found(value))
    return {
        "logs": writer.value(logs),
        "epochs": writer.value(epochs),
        "params": writer.value({key: params[key] for key in ("epochs", "steps") if key in params}),
    }


def take_model(writer: Writer, value: object, options: Json, namespace: dict[str, object]) -> Record:
    """Take down a Keras model, and its answers to the questions that the options ask."""
    from coursework.evidence.models import write_model

    model = loaded("keras", "Model")
    if model is None or not is_a(value, model):
        raise NotTakenError("wrong_kind", _found(value))
    answers = _ask(writer, value, options, namespace)
    return {**write_model(writer, value, options), "answers": answers}


def take_layer(writer: Writer, value: object, options: Json, namespace: dict[str, object]) -> Record:
    """Take down a Keras layer, and its answers to the questions that the options ask."""
    from coursework.evidence.models import write_layer

    layer = loaded("keras", "layers.Layer")
    if layer is None or not is_a(value, layer):
        raise NotTakenError("wrong_kind", _found(value))
    answers = _ask(writer, value, options, namespace)
    return {"layer": write_layer(writer, value), "answers": answers}


def take_script(writer: Writer, value: object, options: Json, namespace: dict[str, object]) -> Record:
    """Put a script's questions to a function, class or object."""
    wanted = options.get("needs")
    if wanted == "class" and not isinstance(value, type):
        raise NotTakenError("wrong_kind", _found(value))
    if wanted == "function" and (isinstance(value, type) or not plain_callable(value)):
        raise NotTakenError("wrong_kind", _found(value))
    return run_script(writer, value, namespace, options, take_anything)


def take_file(writer: Writer, value: object, options: Json, namespace: dict[str, object]) -> Record:
    """Take down the files that fit a pattern."""
    return take_files(writer, options["pattern"], options["most"])


def _ask(writer: Writer, value: object, options: Json, namespace: dict[str, object]) -> list[Record]:
    if not options.get("steps"):
        return []
    return ask_steps(writer, value, namespace, options, take_anything)


def take_anything(writer: Writer, value: object, depth: int = 0) -> Record:
    """Take down whatever it is, under the kind that fits it; what fits none is a fact with its type."""
    blobs, layers, size = len(writer.blobs), len(writer.layers), writer.size
    try:
        return _take_anything(writer, value, depth)
    except NotTakenError as reason:
        writer.undo(blobs, layers, size)
        return {"unusable": reason.reason, "found": cut(reason.found, MAX_NAME)}
    except BaseException as error:
        writer.undo(blobs, layers, size)
        said = describe_error(error)
        return {
            "unusable": "raised",
            "found": cut(f"an object that raises {said['type']}: {said['message']}", MAX_NAME),
        }


def _take_anything(writer: Writer, value: object, depth: int) -> Record:
    if is_tensor(value) and not is_symbolic(value):
        frame = loaded("pandas", "DataFrame")
        taker = take_table if frame is not None and is_a(value, frame) else take_array
        return {"kind": "Table" if taker is take_table else "Array", "fact": taker(writer, value, {}, {})}
    for kind, path, taker in (
        ("Model", "Model", take_model),
        ("Layer", "layers.Layer", take_layer),
        ("History", "callbacks.History", take_history),
    ):
        cls = loaded("keras", path)
        if cls is not None and is_a(value, cls):
            return {"kind": kind, "fact": taker(writer, value, {}, {})}
    if is_a(value, list, tuple) and depth < MAX_PARTS_DEPTH and len(value) <= MAX_PARTS:
        tag = "list" if is_a(value, list) else "tuple"
        items = list(items_of(value, list, tuple))
        if any(not _is_plain(item) for item in items):
            return {
                "kind": "Parts",
                "fact": {tag: [take_anything(writer, item, depth + 1) for item in items]},
            }
    if is_a(value, dict) and depth < MAX_PARTS_DEPTH and len(value) <= MAX_PARTS:
        pairs = list(dict.items(value))
        if any(not _is_plain(item) for _, item in pairs):
            parts = [[writer.value(key), take_anything(writer, item, depth + 1)] for key, item in pairs]
            return {"kind": "Parts", "fact": {"dict": parts}}
    fact = writer.value(value)
    if isinstance(fact, dict) and fact.get("object") not in (None, "ellipsis"):
        raise NotTakenError("wrong_kind", _found(value))
    return {"kind": "Value", "fact": {"value": fact}}


def _is_plain(value: object) -> bool:
    return value is None or is_a(value, bool, int, float, complex, str, bytes, np.generic)


TAKERS: dict[str, Callable[[Writer, object, Json, dict[str, object]], Record]] = {
    "Value": take_value,
    "Array": take_array,
    "Table": take_table,
    "History": take_history,
    "Model": take_model,
    "Layer": take_layer,
    "Script": take_script,
    "File": take_file,
}

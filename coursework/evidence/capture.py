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
from coursework.evidence.script import ask_steps, capture_matching, plain_callable, run_script
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
        The evidence document. Whatever could not be taken stands in it as a record with its reason.
    """
    if "questions" in request:
        return answer_questions(request)
    writer = Writer(int(request.get("max_bytes", MAX_BLOB_BYTES)))
    records: Record = {
        label: _capture_one(writer, namespace, asked.get("of") or label, asked)
        for label, asked in request["evidence"].items()
    }
    keep(writer)
    return writer.document(records)


def _capture_one(writer: Writer, namespace: dict[str, object], name: str, asked: Json) -> Record:
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
        return CAPTURERS[kind](writer, value, asked.get("options", {}), namespace)
    except NotTakenError as reason:
        record: Record = {"unusable": reason.reason, "found": cut(reason.found, MAX_NAME)}
    except BaseException as error:  # SystemExit and KeyboardInterrupt can come from an object too
        # Whatever an odd object does to the code that looks at it is a fact about that object.
        raised = describe_error(error)
        record = {
            "unusable": "raised",
            "found": cut(f"an object that raises {raised['type']}: {raised['message']}", MAX_NAME),
        }
    writer.undo(blobs, layers, size)
    return record


def _found(value: object) -> str:
    name = cut(type_name(value), MAX_TYPE_NAME)
    if is_symbolic(value):
        return "a symbolic Keras tensor, which stands for numbers and holds none"
    if isinstance(value, type):
        return f"the class {cut(type.__dict__['__name__'].__get__(value), MAX_TYPE_NAME)}"
    return f"an object of type {name}"


def capture_value(writer: Writer, value: object, options: Json, namespace: dict[str, object]) -> Record:
    """Take down a plain value."""
    record = writer.value(value)
    if isinstance(record, dict) and "object" in record:
        raise NotTakenError("wrong_kind", _found(value))
    return {"value": record}


def capture_array(writer: Writer, value: object, options: Json, namespace: dict[str, object]) -> Record:
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


def capture_table(writer: Writer, value: object, options: Json, namespace: dict[str, object]) -> Record:
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


def capture_history(writer: Writer, value: object, options: Json, namespace: dict[str, object]) -> Record:
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


def capture_model(writer: Writer, value: object, options: Json, namespace: dict[str, object]) -> Record:
    """Take down a Keras model, and its answers to the questions that the options ask."""
    from coursework.evidence.models import write_model

    model = loaded("keras", "Model")
    if model is None or not is_a(value, model):
        raise NotTakenError("wrong_kind", _found(value))
    answers = _ask(writer, value, options, namespace)
    return {**write_model(writer, value, options), "answers": answers}


def capture_layer(writer: Writer, value: object, options: Json, namespace: dict[str, object]) -> Record:
    """Take down a Keras layer, and its answers to the questions that the options ask."""
    from coursework.evidence.models import write_layer

    layer = loaded("keras", "layers.Layer")
    if layer is None or not is_a(value, layer):
        raise NotTakenError("wrong_kind", _found(value))
    answers = _ask(writer, value, options, namespace)
    return {"layer": write_layer(writer, value), "answers": answers}


def capture_script(writer: Writer, value: object, options: Json, namespace: dict[str, object]) -> Record:
    """Put a script's questions to a function, class or object."""
    wanted = options.get("needs")
    if wanted == "class" and not isinstance(value, type):
        raise NotTakenError("wrong_kind", _found(value))
    if wanted == "function" and (isinstance(value, type) or not plain_callable(value)):
        raise NotTakenError("wrong_kind", _found(value))
    return run_script(writer, value, namespace, options, capture_anything)


def capture_files(writer: Writer, value: object, options: Json, namespace: dict[str, object]) -> Record:
    """Take down the files that fit a pattern."""
    return capture_matching(writer, options["pattern"], options["most"])


def _ask(writer: Writer, value: object, options: Json, namespace: dict[str, object]) -> list[Record]:
    if not options.get("steps"):
        return []
    return ask_steps(writer, value, namespace, options, capture_anything)


def capture_anything(writer: Writer, value: object, depth: int = 0) -> Record:
    """Take down whatever it is, under the kind that fits it; what fits none is a record with its type."""
    blobs, layers, size = len(writer.blobs), len(writer.layers), writer.size
    try:
        return _capture_anything(writer, value, depth)
    except NotTakenError as reason:
        writer.undo(blobs, layers, size)
        return {"unusable": reason.reason, "found": cut(reason.found, MAX_NAME)}
    except BaseException as error:
        writer.undo(blobs, layers, size)
        raised = describe_error(error)
        return {
            "unusable": "raised",
            "found": cut(f"an object that raises {raised['type']}: {raised['message']}", MAX_NAME),
        }


def _capture_anything(writer: Writer, value: object, depth: int) -> Record:
    if is_tensor(value) and not is_symbolic(value):
        frame = loaded("pandas", "DataFrame")
        capturer = capture_table if frame is not None and is_a(value, frame) else capture_array
        return {
            "kind": "Table" if capturer is capture_table else "Array",
            "record": capturer(writer, value, {}, {}),
        }
    for kind, path, capturer in (
        ("Model", "Model", capture_model),
        ("Layer", "layers.Layer", capture_layer),
        ("History", "callbacks.History", capture_history),
    ):
        cls = loaded("keras", path)
        if cls is not None and is_a(value, cls):
            return {"kind": kind, "record": capturer(writer, value, {}, {})}
    if is_a(value, list, tuple) and depth < MAX_PARTS_DEPTH and len(value) <= MAX_PARTS:
        tag = "list" if is_a(value, list) else "tuple"
        items = list(items_of(value, list, tuple))
        if any(not _is_plain(item) for item in items):
            return {
                "kind": "Parts",
                "record": {tag: [capture_anything(writer, item, depth + 1) for item in items]},
            }
    if is_a(value, dict) and depth < MAX_PARTS_DEPTH and len(value) <= MAX_PARTS:
        pairs = list(dict.items(value))
        if any(not _is_plain(item) for _, item in pairs):
            parts = [[writer.value(key), capture_anything(writer, item, depth + 1)] for key, item in pairs]
            return {"kind": "Parts", "record": {"dict": parts}}
    record = writer.value(value)
    if isinstance(record, dict) and record.get("object") not in (None, "ellipsis"):
        raise NotTakenError("wrong_kind", _found(value))
    return {"kind": "Value", "record": {"value": record}}


def _is_plain(value: object) -> bool:
    return value is None or is_a(value, bool, int, float, complex, str, bytes, np.generic)


CAPTURERS: dict[str, Callable[[Writer, object, Json, dict[str, object]], Record]] = {
    "Value": capture_value,
    "Array": capture_array,
    "Table": capture_table,
    "History": capture_history,
    "Model": capture_model,
    "Layer": capture_layer,
    "Script": capture_script,
    "File": capture_files,
}

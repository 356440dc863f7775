"""What stands in an evidence document, in lines for a teacher.

Everything in a document is the learner's word. Nothing is rebuilt or called here: its head is JSON, and of
arrays the numbers alone are looked at.
"""

import json
import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from graders.evidence.document import Document, EvidenceError
from graders.report.words import on_one_line

MOST_LINES, MOST_LETTERS, MOST_ELEMENTS = 60, 150, 20_000_000
_TOLD = ("units", "filters", "kernel_size", "strides", "padding", "rate", "activation", "output_dim")


def facts(data: bytes | None, absent: str = "") -> list[str]:
    """Say what the checks were given.

    Args:
        data: The evidence document; None when there is none.
        absent: Why there is none.

    Returns:
        Lines of text, of limited length and number.
    """
    if data is None:
        return [on_one_line(absent) or "no evidence was taken"]
    try:
        document = Document(data)
        lines = [line for name, record in document.evidence.items() for line in _fact(document, name, record)]
    except EvidenceError as error:
        return [f"the document cannot be read: {on_one_line(str(error))}"]
    shown = [line if len(line) <= MOST_LETTERS else f"{line[: MOST_LETTERS - 1]}…" for line in lines]
    more = len(shown) - MOST_LINES
    return shown if more <= 0 else [*shown[:MOST_LINES], f"… and {more} lines more"]


def _fact(document: Document, name: str, record: Any) -> Iterator[str]:
    name = on_one_line(str(name))
    if not isinstance(record, dict):
        yield f"{name}: {_short(record)}"
    elif "unusable" in record:
        yield f"{name}: nothing to judge, {on_one_line(str(record.get('found', '')))}"
    elif "array" in record:
        yield f"{name}: {_array(document, record, name)}"
    elif isinstance(record.get("layer"), int):
        yield from _layer(document, name, record["layer"], 0)
    elif "answers" in record and isinstance(record["answers"], list):
        yield f"{name}: {_short(record.get('subject', {}))}"
        for answer in record["answers"]:
            yield f"  answered {_answer(document, answer, name)}"
    else:
        yield f"{name}: {_short(record)}"


def _answer(document: Document, answer: Any, name: str) -> str:
    value = answer.get("value") if isinstance(answer, dict) else None
    record = value.get("record") if isinstance(value, dict) else None
    if isinstance(record, dict) and "array" in record:
        return _array(document, record, name)
    return _short(answer)


def _array(document: Document, record: dict[str, Any], name: str) -> str:
    values = document.array(record["array"], name, MOST_ELEMENTS)
    kind = on_one_line(str(record.get("type", "array")))
    said = f"{kind} of shape {values.shape}, {values.dtype}"
    if values.size and values.dtype.kind in "biuf":
        numbers = values.astype(np.float64)
        if values.size <= 6:
            said += f": {[round(float(each), 6) for each in numbers.ravel()]}"
        else:
            finite = numbers[np.isfinite(numbers)]
            said += f", {values.size - finite.size} not finite" if finite.size < values.size else ""
            if finite.size:
                low, high, mean = finite.min(), finite.max(), finite.mean()
                said += f", from {low:g} to {high:g}, mean {mean:g}"
    return said


def _layer(document: Document, name: str, number: int, depth: int) -> Iterator[str]:
    """Tell of a layer, and of the layers of a model."""
    if not 0 <= number < len(document.layers) or depth > 4:
        yield f"{'  ' * depth}{name}: a layer that is not in the document"
        return
    layer = document.layers[number]
    if not isinstance(layer, dict):
        yield f"{'  ' * depth}{name}: {_short(layer)}"
        return
    found = layer.get("config")
    config: dict[str, Any] = found if isinstance(found, dict) else {}
    told = [f"{key} {_short(config[key])}" for key in _TOLD if config.get(key) not in (None, "")]
    words = [
        on_one_line(str(layer.get("class", "layer"))),
        f"“{on_one_line(str(layer.get('name', '')))}”",
        *told,
    ]
    built = "" if layer.get("built") else ", not built"
    yield (
        f"{'  ' * depth}{name}: {' '.join(words)}{built}"
        if depth == 0
        else f"{'  ' * depth}{' '.join(words)}{built}"
    )
    graph = layer.get("graph")
    inside = graph.get("layers") if isinstance(graph, dict) else None
    if isinstance(inside, list):
        for each in inside:
            if isinstance(each, int):
                yield from _layer(document, "", each, depth + 1)


def _short(value: Any) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return on_one_line(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))

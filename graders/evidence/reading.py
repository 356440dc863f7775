"""Reading a document: from bytes to typed evidence."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from graders.evidence import kinds as kinds_of
from graders.evidence.compiled import read_compiled
from graders.evidence.document import (
    Document,
    EvidenceError,
    Other,
    integer,
    mapping,
    sequence,
    text,
)
from graders.evidence.kinds import Kind
from graders.evidence.rebuild import Refused, Table, shape_of
from graders.evidence.typed import (
    HistoryEvidence,
    ModelEvidence,
    TableEvidence,
    Weight,
    array_evidence,
)
from graders.evidence.unusable import Unusable

_REASONS = frozenset({"absent", "unanswered", "wrong_kind", "raised", "too_large", "not_captured"})
_HINTS = {
    "absent": "Run the exercise's cell, and keep the name that the lesson gives.",
    "unanswered": "Put your answer in place of the dots.",
}


def read(document: bytes, kinds: Mapping[str, Kind]) -> dict[str, Any]:
    """Read an evidence document.

    Args:
        document: What `graders.candidate.capture` made; it may come from a process that lies.
        kinds: The exercise's names, each with its kind, as for the request.

    Returns:
        Evidence under each name: what the kind gives (see `graders.evidence.kinds`), or an `Unusable` that says what
        was expected and what is there instead.

    Raises:
        EvidenceError: The document is not of the format. Nothing of it is used.
    """
    opened = Document(document)
    if set(opened.evidence) != set(kinds):
        raise EvidenceError("the names are not those that were asked for", "evidence")
    reader = _Reader(opened)
    return {
        name: reader.read(opened.evidence[name], name, kind, f"evidence.{name}")
        for name, kind in kinds.items()
    }


class _Reader:
    """Reads the evidence of one document."""

    def __init__(self, document: Document):
        self.document = document
        self.table = Table(document)

    def read(self, fact: Any, name: str, kind: Kind, path: str) -> Any:
        fact = mapping(fact, path)
        if "unusable" in fact:
            mapping(fact, path, {"unusable", "found"})
            if fact["unusable"] not in _REASONS or not isinstance(fact["unusable"], str):
                raise EvidenceError("an unknown reason", f"{path}.unusable")
            found = text(fact["found"], f"{path}.found", 600)
            unanswered = fact["unusable"] in ("absent", "unanswered")
            return Unusable(kind.expected(name), found, _HINTS.get(fact["unusable"], ""), unanswered)
        return _READERS[type(kind)](self, fact, name, kind, path)

    def value(self, fact: dict, name: str, kind: Kind, path: str) -> Any:
        mapping(fact, path, {"value"})
        value = self.document.value(fact["value"], f"{path}.value")
        if value is ... or isinstance(value, Other):
            raise EvidenceError("not a plain value", path)
        return value

    def array(self, fact: dict, name: str, kind: Kind, path: str) -> Any:
        mapping(fact, path, {"array", "shape", "rows", "type"})
        values = self.document.array(fact["array"], f"{path}.array")
        shape = shape_of(fact["shape"], f"{path}.shape")
        rows = fact["rows"]
        if rows is not None:
            rows = np.array(
                [
                    integer(row, f"{path}.rows", 0, (shape[0] or 0) - 1)
                    for row in sequence(rows, f"{path}.rows", 10_000_000)
                ]
            )
        full = shape if rows is None else (len(rows), *shape[1:])
        if None in shape or values.shape != full:
            raise EvidenceError("the array does not have the shape that is given", path)
        return array_evidence(values, shape, rows, text(fact["type"], f"{path}.type", 300))

    def table_(self, fact: dict, name: str, kind: Kind, path: str) -> Any:
        mapping(fact, path, {"columns", "rows"})
        rows = integer(fact["rows"], f"{path}.rows", 0, 10**8)
        columns: dict[str, np.ndarray] = {}
        for number, pair in enumerate(sequence(fact["columns"], f"{path}.columns", 10_000)):
            place = f"{path}.columns[{number}]"
            if not isinstance(pair, list) or len(pair) != 2:
                raise EvidenceError("a column is a name and an array", place)
            inner = mapping(pair[1], place, {"array"})
            values = self.document.array(inner["array"], place)
            if values.shape != (rows,):
                raise EvidenceError("a column with another number of rows", place)
            columns[text(pair[0], place, 600)] = values
        return TableEvidence(columns, rows)

    def history(self, fact: dict, name: str, kind: Kind, path: str) -> Any:
        mapping(fact, path, {"logs", "epochs", "params"})
        logs = self.document.value(fact["logs"], f"{path}.logs")
        good = isinstance(logs, dict) and all(
            isinstance(key, str)
            and isinstance(values, list)
            and all(isinstance(value, (int, float)) for value in values)
            for key, values in logs.items()
        )
        if not good:
            return Unusable(
                kind.expected(name), "a dict that is no history: names with lists of numbers are needed"
            )
        length = max((len(values) for values in logs.values()), default=0)
        epochs = self.document.value(fact["epochs"], f"{path}.epochs")
        if not isinstance(epochs, list) or not all(type(epoch) is int for epoch in epochs):
            epochs = list(range(length))
        params = self.document.value(fact["params"], f"{path}.params")
        params = params if isinstance(params, dict) else {}
        planned, steps = params.get("epochs"), params.get("steps")
        return HistoryEvidence(
            logs, epochs, planned if type(planned) is int else None, steps if type(steps) is int else None
        )

    def model(self, fact: dict, name: str, kind: kinds_of.Model, path: str) -> Any:
        mapping(fact, path, {"layer", "compiled", "overrides"})
        number = integer(fact["layer"], f"{path}.layer", 0, len(self.table.entries) - 1)
        entry = self.table.entries[number]
        overrides = tuple(
            text(item, f"{path}.overrides", 300)
            for item in sequence(fact["overrides"], f"{path}.overrides", 200)
        )
        compiled = None
        if fact["compiled"] is not None:
            given = mapping(fact["compiled"], f"{path}.compiled", {"config", "state"})
            state = self.document.value(given["state"], f"{path}.compiled.state")
            compiled = read_compiled(given["config"], state, f"{path}.compiled.config")
        reason, weights = None, ()
        try:
            model = self.table.build(number)
            import keras

            if not isinstance(model, keras.Model):
                raise EvidenceError("a layer that is no model", path)
            weights = tuple(
                Weight(weight.path, weight.trainable, np.asarray(weight)) for weight in model.weights
            )
        except Refused as refused:
            reason = refused.reason
            if not (kind.opaque and refused.opaque):
                return Unusable(kind.expected(name), f"a model that cannot be judged: {reason}")
            weights = self.written_weights(number)
        evidence = ModelEvidence(
            class_name=entry["class"],
            bases=tuple(entry["bases"]),
            name=entry["name"],
            built=entry["built"],
            traced=entry.get("traced", False),
            reason=reason,
            compiled=compiled,
            overrides=overrides,
            _table=self.table,
            _number=number,
            _weights=weights,
        )
        return evidence

    def written_weights(self, number: int) -> tuple[Weight, ...]:
        """Weights of an opaque layer, as the document has them."""
        return tuple(
            Weight(
                fact["path"],
                fact["trainable"],
                self.document.array(fact["array"], f"layers[{number}].weights[{place}]"),
            )
            for place, fact in enumerate(self.table.entries[number].get("weights", []))
        )


_READERS: dict[type[Kind], Callable[..., Any]] = {
    kinds_of.Value: _Reader.value,
    kinds_of.Array: _Reader.array,
    kinds_of.Table: _Reader.table_,
    kinds_of.History: _Reader.history,
    kinds_of.Model: _Reader.model,
}

"""Reading a document: from bytes to typed evidence."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from coursework.evidence.format import (
    MAX_ANSWERS,
    MAX_COLUMNS,
    MAX_ERROR,
    MAX_FILE_NAME,
    MAX_FILES,
    MAX_NAME,
    MAX_PARTS,
    MAX_PARTS_DEPTH,
    MAX_TYPE_NAME,
)
from graders.evidence import kinds as kinds_of
from graders.evidence.asking import Asker, Part, read_answers
from graders.evidence.compiled import read_compiled
from graders.evidence.document import (
    Document,
    EvidenceError,
    Other,
    boolean,
    integer,
    mapping,
    sequence,
    text,
)
from graders.evidence.files import FileEvidence, FilesEvidence
from graders.evidence.kinds import Kind
from graders.evidence.rebuild import LayerTable, RefusedError, is_model, shape_of
from graders.evidence.recognising import Recogniser, outputs_of
from graders.evidence.typed import (
    Answer,
    HistoryEvidence,
    LayerEvidence,
    ModelEvidence,
    Raised,
    ScriptEvidence,
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


def read(document: bytes, kinds: Mapping[str, Kind], answered: Sequence[bytes] = ()) -> dict[str, object]:
    """Read an evidence document.

    Args:
        document: What `coursework.evidence.capture` made; it may come from a process that lies.
        kinds: The exercise's names, each with its kind, as for the request.
        answered: What the answer's layers were asked since and gave, one document a round.

    Returns:
        Evidence under each name: what the kind gives (see `graders.evidence.kinds`), or an `Unusable` that
        says what was expected and what is there instead.

    Raises:
        EvidenceError: The document is not of the format. Nothing of it is used.
    """
    opened = Document(document)
    if set(opened.evidence) != set(kinds):
        raise EvidenceError("the names are not those that were asked for", "evidence")
    try:
        reader = _Reader(opened, Asker(read_answers(answered)))
        return {
            name: reader.read(opened.evidence[name], name, kind, f"evidence.{name}")
            for name, kind in kinds.items()
        }
    except RecursionError:  # JSON may be nested almost as deep as Python can go
        raise EvidenceError("facts nested too deep", "evidence") from None


class _Reader:
    """Reads the evidence of one document."""

    def __init__(self, document: Document, asker: Asker):
        self.document, self.asker = document, asker
        self.table = LayerTable(document, asker)

    def read(self, record: object, name: str, kind: Kind, path: str) -> Any:
        record = mapping(record, path)
        if "unusable" in record:
            mapping(record, path, {"unusable", "found"})
            if not isinstance(record["unusable"], str) or record["unusable"] not in _REASONS:
                raise EvidenceError("an unknown reason", f"{path}.unusable")
            found = text(record["found"], f"{path}.found", 600)
            unanswered = record["unusable"] in ("absent", "unanswered")
            return Unusable(kind.expected(name), found, _HINTS.get(record["unusable"], ""), unanswered)
        return _READERS[kind.capturer](self, record, name, kind, path)

    def value(self, record: dict, name: str, kind: Kind, path: str) -> Any:
        mapping(record, path, {"value"})
        value = self.document.value(record["value"], f"{path}.value")
        if value is ... or isinstance(value, Other):
            raise EvidenceError("not a plain value", path)
        return value

    def array(self, record: dict, name: str, kind: Kind, path: str) -> Any:
        mapping(record, path, {"array", "shape", "rows", "type"})
        values = self.document.array(record["array"], f"{path}.array")
        shape = shape_of(record["shape"], f"{path}.shape")
        rows = record["rows"]
        if rows is not None:
            last = (shape[0] or 0) - 1 if shape else -1
            rows = np.array(
                [integer(row, f"{path}.rows", 0, last) for row in sequence(rows, f"{path}.rows", 10_000_000)]
            )
        whole = tuple(size for size in shape if size is not None)
        crossed = whole if rows is None else (len(rows), *whole[1:])
        if len(whole) < len(shape) or values.shape != crossed:
            raise EvidenceError("the array does not have the shape that is given", path)
        return array_evidence(values, whole, rows, text(record["type"], f"{path}.type", MAX_TYPE_NAME))

    def table_(self, record: dict, name: str, kind: Kind, path: str) -> Any:
        mapping(record, path, {"columns", "rows"})
        rows = integer(record["rows"], f"{path}.rows", 0, 10**8)
        columns: dict[str, np.ndarray] = {}
        for number, pair in enumerate(sequence(record["columns"], f"{path}.columns", MAX_COLUMNS)):
            place = f"{path}.columns[{number}]"
            if not isinstance(pair, list) or len(pair) != 2:
                raise EvidenceError("a column is a name and an array", place)
            inner = mapping(pair[1], place, {"array"})
            values = self.document.array(inner["array"], place)
            if values.shape != (rows,):
                raise EvidenceError("a column with another number of rows", place)
            columns[text(pair[0], place, MAX_NAME)] = values
        return TableEvidence(columns, rows)

    def history(self, record: dict, name: str, kind: Kind, path: str) -> Any:
        mapping(record, path, {"logs", "epochs", "params"})
        logs = self.document.value(record["logs"], f"{path}.logs")
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
        epochs = self.document.value(record["epochs"], f"{path}.epochs")
        if not isinstance(epochs, list) or not all(type(epoch) is int for epoch in epochs):
            epochs = list(range(length))
        params = self.document.value(record["params"], f"{path}.params")
        params = params if isinstance(params, dict) else {}
        planned, steps = params.get("epochs"), params.get("steps")
        return HistoryEvidence(
            logs, epochs, planned if type(planned) is int else None, steps if type(steps) is int else None
        )

    def model(self, record: dict, name: str, kind: kinds_of.Model, path: str) -> Any:
        mapping(record, path, {"layer", "compiled", "overrides", "answers"})
        number = integer(record["layer"], f"{path}.layer", 0, len(self.table.entries) - 1)
        entry = self.table.entries[number]
        overrides = tuple(
            text(item, f"{path}.overrides", MAX_TYPE_NAME)
            for item in sequence(record["overrides"], f"{path}.overrides", 200)
        )
        answers = self.answers(record["answers"], f"{path}.answers")
        hidden: Part | None = None
        weights: tuple[Weight, ...] = ()
        model: Any = None
        try:
            model = self.table.build_model(number)
            import keras

            if not isinstance(model, keras.Model):
                raise EvidenceError("a layer that is no model", path)
            weights = tuple(Weight(weight.path, weight.trainable, weight.numpy()) for weight in model.weights)
            hidden = self.table.part(number)
            if number in self.table.hidden:
                weights = self.written_weights(number)
        except RefusedError as refused:
            found = f"a model that cannot be judged: {refused.reason}"
            if not refused.opaque:
                return Unusable(kind.expected(name), found, refused.hint)
            if not is_model(entry):
                raise EvidenceError("a layer that is no model", path) from None
            if not entry["built"] or "reason" not in entry:
                return Unusable(kind.expected(name), found, undecided=True)
            hidden = Part(f"The model `{entry['class'][:80]}`")
            weights = self.written_weights(number)
        compiled = None
        if record["compiled"] is not None:
            given = mapping(record["compiled"], f"{path}.compiled", {"config", "state"})
            state = self.document.value(given["state"], f"{path}.compiled.state")
            recogniser = Recogniser(self.asker, outputs_of(model))
            compiled = read_compiled(given["config"], state, f"{path}.compiled.config", recogniser)
        return ModelEvidence(
            class_name=entry["class"],
            bases=tuple(entry["bases"]),
            name=entry["name"],
            built=entry["built"],
            traced=entry.get("traced", False),
            part=hidden,
            compiled=compiled,
            overrides=overrides,
            answers=answers,
            _reason=self.table.reason(number),
            _table=self.table,
            _number=number,
            _weights=weights,
        )

    def written_weights(self, number: int) -> tuple[Weight, ...]:
        """Weights of an opaque layer, as the document has them."""
        return tuple(
            Weight(
                record["path"],
                record["trainable"],
                self.document.array(record["array"], f"layers[{number}].weights[{place}]"),
            )
            for place, record in enumerate(self.table.entries[number].get("weights", []))
        )

    def layer(self, record: dict, name: str, kind: Kind, path: str) -> Any:
        mapping(record, path, {"layer", "answers"})
        number = integer(record["layer"], f"{path}.layer", 0, len(self.table.entries) - 1)
        entry = self.table.entries[number]
        answers = self.answers(record["answers"], f"{path}.answers")
        reason, made = None, None
        weights = self.written_weights(number)
        try:
            made = self.table.build_layer(number)
            part = self.table.part(number)
            reason = None if part is None else str(part)
            if "graph" in entry or "inner" in entry:
                weights = tuple(Weight(item.path, item.trainable, item.numpy()) for item in made.weights)
        except RefusedError as refused:
            reason = refused.reason
            if not refused.opaque:
                return Unusable(kind.expected(name), f"a layer that cannot be judged: {reason}")
        return LayerEvidence(
            class_name=entry["class"],
            bases=tuple(entry["bases"]),
            name=entry["name"],
            built=entry["built"],
            trainable=entry["trainable"],
            config=dict(entry.get("config", {})),
            reason=reason,
            layer=made,
            weights=weights,
            answers=answers,
        )

    def script(self, record: dict, name: str, kind: kinds_of.Asked, path: str) -> Any:
        mapping(record, path, {"subject", "answers"})
        subject = mapping(
            record["subject"],
            f"{path}.subject",
            {"name", "is_class", "is_function", "bases", "defines", "parameters"},
        )
        lists = {
            key: tuple(
                text(item, f"{path}.subject.{key}", MAX_TYPE_NAME)
                for item in sequence(subject[key], f"{path}.subject.{key}", 300)
            )
            for key in ("bases", "defines", "parameters")
        }
        steps = kind.all_steps()
        answers = self.answers(record["answers"], f"{path}.answers", [step.label for step in steps])
        asked = [answer for answer in answers if answer.label not in ("seed", "made")]
        untouched = bool(asked) and (
            all(answer.error is not None and answer.error.type == "NotImplementedError" for answer in asked)
            or (
                not kind.silent
                and all(answer.ok and (answer.value is None or answer.value is ...) for answer in asked)
            )
        )
        if untouched:
            return Unusable(
                kind.expected(name), "nothing: its body is still empty", "Write its body.", unanswered=True
            )
        return ScriptEvidence(
            name=text(subject["name"], f"{path}.subject.name", MAX_TYPE_NAME),
            is_class=boolean(subject["is_class"], f"{path}.subject.is_class"),
            is_function=boolean(subject["is_function"], f"{path}.subject.is_function"),
            all_answers=answers,
            **lists,
        )

    def file(self, record: dict, name: str, kind: kinds_of.File, path: str) -> Any:
        found = self.files(record, path)
        if not found:
            return Unusable(
                kind.expected(name), "no such file", "Run the cell that writes it, and keep the name."
            )
        return FilesEvidence(found)

    def files(self, record: Any, path: str) -> tuple[FileEvidence, ...]:
        mapping(record, path, {"files"})
        found = []
        for number, item in enumerate(sequence(record["files"], f"{path}.files", MAX_FILES)):
            place = f"{path}.files[{number}]"
            mapping(item, place, {"name", "blob"})
            data = bytes(self.document.blob(item["blob"], f"{place}.blob"))
            found.append(FileEvidence(text(item["name"], f"{place}.name", MAX_FILE_NAME), data))
        return tuple(sorted(found, key=lambda file: file.name))

    def answers(self, records: object, path: str, labels: list[str] | None = None) -> tuple[Answer, ...]:
        """Read the answers to a scenario."""
        records = sequence(records, path, MAX_ANSWERS)
        if labels is not None and len(records) != len(labels):
            raise EvidenceError("there is not one answer for each step", path)
        found = []
        for number, record in enumerate(records):
            place = f"{path}[{number}]"
            mapping(record, place, {"label"}, {"value", "error", "printed", "skipped"})
            label = text(record["label"], f"{place}.label", MAX_NAME)
            if labels is not None and label != labels[number]:
                raise EvidenceError("an answer to another step", place)
            printed = text(record.get("printed", ""), f"{place}.printed")
            if "skipped" in record:
                found.append(Answer(label, skipped=text(record["skipped"], f"{place}.skipped", MAX_ERROR)))
            elif "error" in record:
                error = mapping(record["error"], f"{place}.error", {"type", "message"})
                raised = Raised(
                    text(error["type"], f"{place}.error", MAX_TYPE_NAME),
                    text(error["message"], f"{place}.error", MAX_ERROR),
                )
                found.append(Answer(label, error=raised, printed=printed))
            else:
                value = self.anything(record.get("value"), label, f"{place}.value", 0)
                found.append(Answer(label, value, printed=printed))
        return tuple(found)

    def anything(self, record: object, label: str, path: str, depth: int) -> Any:
        """Read what an answer gave, of whatever kind it is."""
        record = mapping(record, path)
        if depth > MAX_PARTS_DEPTH:
            raise EvidenceError("nested too deep", path)
        if "unusable" in record:
            return self.read(record, label, kinds_of.Value(), path)
        if "files" in record:
            return FilesEvidence(self.files(record, path))
        if set(record) == {"value"} and record["value"] is None:
            return None
        mapping(record, path, {"kind", "record"})
        kind = record["kind"]
        if kind == "Value":
            inner = mapping(record["record"], path, {"value"})
            return self.document.value(inner["value"], path)
        if kind == "Parts":
            return self.parts(mapping(record["record"], path), label, path, depth)
        found = _ANSWERS.get(kind) if isinstance(kind, str) else None
        if found is None:
            raise EvidenceError("an unknown kind", path)
        return self.read(record["record"], label, found, path)

    def parts(self, record: dict, label: str, path: str, depth: int) -> Any:
        """Read a container that holds more than plain values."""
        if set(record) in ({"list"}, {"tuple"}):
            ((tag, items),) = record.items()
            read = [
                self.anything(item, label, f"{path}[{n}]", depth + 1)
                for n, item in enumerate(sequence(items, path, MAX_PARTS))
            ]
            return read if tag == "list" else tuple(read)
        mapping(record, path, {"dict"})
        found = {}
        for number, pair in enumerate(sequence(record["dict"], path, MAX_PARTS)):
            place = f"{path}[{number}]"
            if not isinstance(pair, list) or len(pair) != 2:
                raise EvidenceError("not a pair of key and value", place)
            key = self.document.value(pair[0], place)
            if not isinstance(key, (str, int, float, bool, tuple, type(None))):
                raise EvidenceError("a key that no dict can have", place)
            try:
                found[key] = self.anything(pair[1], label, place, depth + 1)
            except TypeError:
                raise EvidenceError("a key that no dict can have", place) from None
        return found


_READERS: dict[str, Callable[..., Any]] = {
    "Value": _Reader.value,
    "Array": _Reader.array,
    "Table": _Reader.table_,
    "History": _Reader.history,
    "Model": _Reader.model,
    "Layer": _Reader.layer,
    "Script": _Reader.script,
    "File": _Reader.file,
}
_ANSWERS: dict[str, Kind] = {
    "Array": kinds_of.Array(),
    "Table": kinds_of.Table(),
    "History": kinds_of.History(),
    "Model": kinds_of.Model(),
    "Layer": kinds_of.Layer(),
}

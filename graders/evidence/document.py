"""The evidence document, read: strict, and with a reason for every refusal.

The format and its limits stand in `coursework.evidence.format`. Everything in a document is the learner's
word: nothing of it is unpickled or evaluated, every size is checked before anything of that size is made, and
whatever is not exactly of the format is refused.
"""

import json
import math
from collections.abc import Callable, Set
from dataclasses import dataclass
from typing import Any

import numpy as np

from coursework.evidence.format import (
    DTYPES,
    MAX_BLOBS,
    MAX_DEPTH,
    MAX_DIMENSIONS,
    MAX_DOCUMENT_BYTES,
    MAX_ELEMENTS,
    MAX_HEAD_BYTES,
    MAX_ITEMS,
    MAX_LAYERS,
    MAX_LONG_INTEGER_BITS,
    MAX_TEXT,
    MAX_TYPE_NAME,
    MIB,
    SCHEMA,
    VERSION,
)


class EvidenceError(Exception):
    """A document, file or model is not what it must be, so nothing of it is used.

    Args:
        reason: What is wrong, in a few words.
        path: Where in the document, such as `evidence.model.layer`.
    """

    def __init__(self, reason: str, path: str = ""):
        super().__init__(f"{path}: {reason}" if path else reason)
        self.reason = reason
        self.path = path


@dataclass(frozen=True)
class Other:
    """An object that is no plain value, inside a container: only its type's name is known."""

    type: str


class Document:
    """A document whose head has been read and whose blobs can be fetched.

    Args:
        data: The document.

    Raises:
        EvidenceError: It is not a document of this schema and version.
    """

    def __init__(self, data: bytes):
        if not isinstance(data, (bytes, bytearray, memoryview)):
            raise EvidenceError("a document is bytes")
        self._data = memoryview(data)
        if len(data) > MAX_DOCUMENT_BYTES:
            raise EvidenceError(f"the document is larger than {MAX_DOCUMENT_BYTES // MIB} MB")
        end = bytes(data).find(b"\n", 0, MAX_HEAD_BYTES)  # no copy when they are bytes already
        if end < 0:
            raise EvidenceError("the head of the document has no end")
        try:
            head = json.loads(bytes(self._data[:end]).decode("ascii"))
        except (ValueError, RecursionError) as error:
            raise EvidenceError(f"the head is no JSON ({type(error).__name__})") from None
        self.head = mapping(head, "head", {"schema", "version", "blobs", "layers", "evidence"}, {"asks"})
        if self.head["schema"] != SCHEMA:
            raise EvidenceError("unknown schema", "schema")
        if self.head["version"] != VERSION or isinstance(self.head["version"], bool):
            raise EvidenceError(f"version {VERSION} is needed", "version")
        boolean(self.head.get("asks", False), "asks")
        self._places = []
        start = end + 1
        for number, size in enumerate(sequence(self.head["blobs"], "blobs", MAX_BLOBS)):
            size = integer(size, f"blobs[{number}]", 0, MAX_DOCUMENT_BYTES)
            self._places.append((start, size))
            start += size
        if start != len(data):
            raise EvidenceError("the blobs do not have the sizes that the head gives", "blobs")
        self.layers = sequence(self.head["layers"], "layers", MAX_LAYERS)
        self.evidence = mapping(self.head["evidence"], "evidence")

    def blob(self, number: object, path: str) -> memoryview:
        """Give the bytes of a blob."""
        start, size = self._places[integer(number, path, 0, len(self._places) - 1)]
        return self._data[start : start + size]

    def array(self, record: object, path: str, max_elements: int = MAX_ELEMENTS) -> np.ndarray:
        """Read an array; it is a copy that belongs to the reader."""
        record = mapping(record, path, {"dtype", "shape", "blob"})
        shape = [
            integer(size, f"{path}.shape", 0, max_elements)
            for size in sequence(record["shape"], f"{path}.shape", MAX_DIMENSIONS)
        ]
        count = math.prod(shape)
        if count > max_elements:
            raise EvidenceError(f"an array of more than {max_elements} elements", path)
        data = self.blob(record["blob"], f"{path}.blob")
        name = record["dtype"]
        if name == "str":
            return _texts(bytes(data), shape, count, path)
        if not isinstance(name, str) or name not in DTYPES:
            raise EvidenceError("a dtype that may not cross", f"{path}.dtype")
        dtype = _dtype(name)
        if len(data) != count * dtype.itemsize:
            raise EvidenceError("the bytes do not fit shape and dtype", path)
        values = np.frombuffer(data, dtype=dtype).reshape(shape).copy()
        if name == "bool" and values.size and np.frombuffer(data, np.uint8).max() > 1:
            raise EvidenceError("a boolean that is neither true nor false", path)
        return values

    def value(self, record: object, path: str) -> Any:
        """Read a plain value."""
        return _Values(self).read(record, path, 0)


class _Values:
    """Reads one plain value, counting what it reads."""

    def __init__(self, document: Document):
        self.document = document
        self.left = MAX_ITEMS

    def read(self, record: object, path: str, depth: int) -> Any:
        self.left -= 1
        if self.left < 0:
            raise EvidenceError(f"more than {MAX_ITEMS} values", path)
        if depth > MAX_DEPTH:
            raise EvidenceError(f"values nested more than {MAX_DEPTH} deep", path)
        if record is None or isinstance(record, bool):
            return record
        if isinstance(record, int):
            if record.bit_length() > MAX_LONG_INTEGER_BITS:
                raise EvidenceError("a very long integer", path)
            return record
        if isinstance(record, float):
            if not math.isfinite(record):
                raise EvidenceError("a float that JSON has no word for", path)
            return record
        if isinstance(record, str):
            return text(record, path)
        if not isinstance(record, dict) or len(record) != 1:
            raise EvidenceError("not a plain value", path)
        ((tag, inner),) = record.items()
        reader = self.TAGS.get(tag)
        if reader is None:
            raise EvidenceError("not a plain value", path)
        return reader(self, inner, f"{path}.{tag}", depth)

    def _float(self, inner: object, path: str, depth: int) -> float:
        if inner not in ("nan", "inf", "-inf") or not isinstance(inner, str):
            raise EvidenceError("not nan, inf or -inf", path)
        return float(inner)

    def _complex(self, inner: object, path: str, depth: int) -> complex:
        parts = [self.read(item, path, depth) for item in sequence(inner, path, 2)]
        if len(parts) != 2 or not all(isinstance(part, (int, float)) for part in parts):
            raise EvidenceError("not a complex number", path)
        try:
            return complex(float(parts[0]), float(parts[1]))
        except OverflowError:
            raise EvidenceError("not a complex number", path) from None

    def _list(self, inner: object, path: str, depth: int) -> list:
        return [
            self.read(item, f"{path}[{number}]", depth + 1)
            for number, item in enumerate(sequence(inner, path, MAX_ITEMS))
        ]

    def _tuple(self, inner: object, path: str, depth: int) -> tuple:
        return tuple(self._list(inner, path, depth))

    def _set(self, inner: object, path: str, depth: int) -> set:
        return {_key(item, path) for item in self._list(inner, path, depth)}

    def _dict(self, inner: object, path: str, depth: int) -> dict:
        found = {}
        for number, pair in enumerate(sequence(inner, path, MAX_ITEMS)):
            place = f"{path}[{number}]"
            if not isinstance(pair, list) or len(pair) != 2:
                raise EvidenceError("not a pair of key and value", place)
            key = _key(self.read(pair[0], place, depth + 1), place)
            found[key] = self.read(pair[1], place, depth + 1)
        return found

    def _bytes(self, inner: object, path: str, depth: int) -> bytes:
        return bytes(self.document.blob(inner, path))

    def _array(self, inner: object, path: str, depth: int) -> np.ndarray:
        return self.document.array(inner, path)

    def _object(self, inner: object, path: str, depth: int) -> Any:
        name = text(inner, path, MAX_TYPE_NAME)
        return ... if name == "ellipsis" else Other(name)

    TAGS: dict[str, Callable[..., Any]] = {
        "float": _float,
        "complex": _complex,
        "list": _list,
        "tuple": _tuple,
        "set": _set,
        "dict": _dict,
        "bytes": _bytes,
        "array": _array,
        "object": _object,
    }


def _key(item: object, path: str) -> Any:
    try:
        hash(item)
    except TypeError:
        raise EvidenceError("a key that no dict or set can have", path) from None
    return item


def _dtype(name: str) -> np.dtype:
    if name == "bfloat16":
        import ml_dtypes

        return np.dtype(ml_dtypes.bfloat16)
    return np.dtype(name).newbyteorder("<")


def _texts(data: bytes, shape: list[int], count: int, path: str) -> np.ndarray:
    if len(data) > MAX_HEAD_BYTES:
        raise EvidenceError("too many strings", path)
    try:
        texts = json.loads(data.decode("ascii"))
    except (ValueError, RecursionError):
        raise EvidenceError("strings that are no JSON", path) from None
    if not isinstance(texts, list) or len(texts) != count:
        raise EvidenceError("the strings do not fit the shape", path)
    for item in texts:
        if item is not None:
            text(item, path)
    values = np.empty(count, dtype=object)
    values[:] = texts
    return values.reshape(shape)


def mapping(
    record: object, path: str, keys: Set[str] | None = None, optional: Set[str] = frozenset()
) -> dict[str, object]:
    """Check that a record is an object with exactly these keys (and perhaps the optional ones)."""
    if not isinstance(record, dict):
        raise EvidenceError("an object is needed", path)
    if keys is not None:
        missing = keys - record.keys()
        if missing:
            raise EvidenceError(f"{sorted(missing)[0]!r} is missing", path)
        if record.keys() - keys - optional:
            raise EvidenceError("there is a key that the schema does not know", path)
    return record


def sequence(record: object, path: str, most: int) -> list:
    """Check that a record is a list of at most so many items."""
    if not isinstance(record, list):
        raise EvidenceError("a list is needed", path)
    if len(record) > most:
        raise EvidenceError(f"more than {most} items", path)
    return record


def integer(record: object, path: str, least: int, most: int) -> int:
    """Check that a record is an integer in a range."""
    if not isinstance(record, int) or isinstance(record, bool) or not least <= record <= most:
        raise EvidenceError(f"an integer from {least} to {most} is needed", path)
    return record


def boolean(record: object, path: str) -> bool:
    """Check that a record is true or false."""
    if not isinstance(record, bool):
        raise EvidenceError("true or false is needed", path)
    return record


def text(record: object, path: str, most: int = MAX_TEXT) -> str:
    """Check that a record is a string of at most so many characters that UTF-8 can carry."""
    if not isinstance(record, str):
        raise EvidenceError("a string is needed", path)
    if len(record) > most:
        raise EvidenceError(f"a string longer than {most} characters", path)
    try:
        record.encode("utf-8")
    except UnicodeEncodeError:
        raise EvidenceError("a string that is no valid Unicode", path) from None
    return record

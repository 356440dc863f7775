"""The evidence document, written.

The format stands in `coursework.evidence.format`.

Everything here looks at objects that the learner made, so it asks the type and never the object: `__class__`,
`__eq__`, `__iter__` or `__repr__` of such an object are never called.
"""

import json
import math
import sys
from collections.abc import Iterator
from typing import Any, TypeGuard, TypeVar

import numpy as np

from coursework.evidence.format import (
    DTYPES,
    MAX_BLOB_BYTES,
    MAX_BLOBS,
    MAX_DEPTH,
    MAX_DIMENSIONS,
    MAX_ERROR,
    MAX_ITEMS,
    MAX_LONG_INTEGER_BITS,
    MAX_QUESTIONS,
    MAX_TEXT,
    MAX_TYPE_NAME,
    MIB,
    SCHEMA,
    VERSION,
)
from coursework.plain import Record

_T = TypeVar("_T")


class NotTakenError(Exception):
    """An object cannot be taken down as the kind that was asked for.

    Args:
        reason: One of `absent`, `unanswered`, `wrong_kind`, `raised`, `too_large`, `not_captured`.
        found: What is there, in the learner's words.
    """

    def __init__(self, reason: str, found: str):
        super().__init__(found)
        self.reason = reason
        self.found = found


def type_name(value: object) -> str:
    """Name an object's real type, whatever its `__class__` or metaclass says."""
    name = type.__dict__["__name__"].__get__(type(value))
    return name if isinstance(name, str) else "object"


def is_a(value: object, *types: type[_T]) -> TypeGuard[_T]:
    """Whether an object's real type is one of these or derives from one; `__class__` is not asked."""
    return any(kind in type.__dict__["__mro__"].__get__(type(value)) for kind in types)


def items_of(value: object, *kinds: Any) -> Iterator[object]:
    """Give the items of a container as its built-in class gives them; an `__iter__` of its own is not asked.

    Args:
        value: The container.
        kinds: Built-in classes of containers; the first that it derives from counts.
    """
    kind = next(kind for kind in kinds if is_a(value, kind))
    items: Iterator[object] = kind.__iter__(value)
    return items


def cut(text: str, length: int = MAX_ERROR) -> str:
    """Shorten a text, and make sure that UTF-8 can carry it."""
    text = str.encode(text, "utf-8", "replace").decode("utf-8")
    return text if len(text) <= length else text[: length - 1] + "…"


def describe_error(error: BaseException) -> dict[str, str]:
    """Give an exception as a record: its type and its message, shortened."""
    try:
        message = str(error)
        message = cut(message) if type(message) is str else ""
    except BaseException:
        message = ""
    return {"type": cut(type_name(error), MAX_TYPE_NAME), "message": message}


class Writer:
    """A document being written.

    Args:
        max_bytes: Most bytes that all blobs together may have.
    """

    def __init__(self, max_bytes: int = MAX_BLOB_BYTES):
        self.max_bytes = max_bytes
        self.own: list[tuple[str, str]] = []
        """Class and name of each layer with code that only this process can run, so that it is asked."""
        self.settings: list[object] = []
        """Losses and metrics of the learner's own, which are asked likewise."""
        self.size = 0
        self.blobs: list[bytes] = []
        self.layers: list[dict] = []
        self.layer_numbers: dict[int, int] = {}
        self.weight_numbers: dict[int, int] = {}
        self.kept: list[object] = []  # keeps objects alive, so that an id stays one object's

    def blob(self, data: bytes) -> int:
        """Add raw bytes and give their number.

        Raises:
            NotTakenError: They do not fit into the document.
        """
        if self.size + len(data) > self.max_bytes:
            raise NotTakenError("too_large", f"something larger than {self.max_bytes // MIB} MB")
        if len(self.blobs) >= MAX_BLOBS:
            raise NotTakenError("too_large", f"more than {MAX_BLOBS:,} arrays and files")
        self.size += len(data)
        self.blobs.append(data)
        return len(self.blobs) - 1

    def undo(self, blobs: int, layers: int, size: int) -> None:
        """Take back what a failed attempt wrote: nothing refers to it, and later evidence may need the room.

        Args:
            blobs: How many blobs there were before.
            layers: How many layers.
            size: How many bytes.
        """
        del self.blobs[blobs:], self.layers[layers:]
        self.size = size
        self.layer_numbers = {key: number for key, number in self.layer_numbers.items() if number < layers}

    def array(self, values: np.ndarray) -> Record:
        """Add an array of numbers, booleans or strings.

        Raises:
            NotTakenError: Its dtype is none that crosses, or it is too large.
        """
        if values.ndim > MAX_DIMENSIONS:
            raise NotTakenError("wrong_kind", f"an array with {values.ndim} dimensions")
        shape = [int(size) for size in values.shape]
        name = values.dtype.name
        if name in DTYPES:
            little = values.astype(values.dtype.newbyteorder("<"), copy=False)
            if self.size + little.nbytes > self.max_bytes:
                raise NotTakenError(
                    "too_large", f"an array of {little.nbytes / MIB:.0f} MB, shape {values.shape}"
                )
            return {"dtype": name, "shape": shape, "blob": self.blob(np.ascontiguousarray(little).tobytes())}
        if values.dtype.kind in "OUST":
            if values.size > MAX_ITEMS:
                raise NotTakenError("too_large", f"an array of {values.size} strings")
            texts = [as_text(item) for item in values.ravel().tolist()]
            data = json.dumps(texts).encode("ascii")
            return {"dtype": "str", "shape": shape, "blob": self.blob(data)}
        raise NotTakenError("wrong_kind", f"an array of dtype {name}")

    def value(self, value: object) -> Any:
        """Give a plain value's JSON; what is no plain value becomes `{"object": type}`."""
        self.items = 0
        return self._value(value, 0)

    def _value(self, value: object, depth: int) -> Any:
        self.items += 1
        if self.items > MAX_ITEMS:
            raise NotTakenError("too_large", f"more than {MAX_ITEMS} values in one another")
        if depth > MAX_DEPTH:
            raise NotTakenError("too_large", f"values nested more than {MAX_DEPTH} deep")
        if value is None or value is True or value is False:
            return value
        if value is ...:
            return {"object": "ellipsis"}
        if is_a(value, str):
            return cut(str.__str__(value), MAX_TEXT)
        if is_a(value, np.generic):
            return self._value(_scalar(value), depth)
        if is_a(value, int):
            number = int.__add__(value, 0)
            return (
                number if number.bit_length() <= MAX_LONG_INTEGER_BITS else {"object": "a very long integer"}
            )
        if is_a(value, float):
            decimal = float.__add__(value, 0.0)
            return decimal if math.isfinite(decimal) else {"float": repr(decimal)}
        if is_a(value, complex):
            return {"complex": [self._value(value.real, depth), self._value(value.imag, depth)]}
        if is_a(value, dict):
            pairs = list(dict.items(value))
            return {
                "dict": [[self._value(key, depth + 1), self._value(item, depth + 1)] for key, item in pairs]
            }
        for kind, tag in ((list, "list"), (tuple, "tuple"), (set, "set"), (frozenset, "set")):
            if is_a(value, kind):
                return {tag: [self._value(item, depth + 1) for item in items_of(value, kind)]}
        if is_a(value, bytes):
            return {"bytes": self.blob(bytes(memoryview(value)))}
        if is_a(value, bytearray):
            return {"bytes": self.blob(bytes(memoryview(value)))}
        if is_a(value, range):
            return {"list": [self._value(item, depth + 1) for item in value[: MAX_ITEMS + 1]]}
        if is_tensor(value):
            return {"array": self.array(to_numpy(value))}
        return {"object": cut(type_name(value), MAX_TYPE_NAME)}

    def setting(self, value: object) -> int:
        """Keep a loss or metric of the learner's own and give its number: -1, -2, …; layers have 0, 1, ….

        Raises:
            NotTakenError: There are too many.
        """
        if len(self.settings) >= MAX_QUESTIONS:
            raise NotTakenError("too_large", f"more than {MAX_QUESTIONS} losses and metrics")
        self.settings.append(value)
        return -len(self.settings)

    def document(self, evidence: dict[str, object]) -> bytes:
        """Give the finished document.

        Args:
            evidence: What was taken down under each name.
        """
        head = {
            "schema": SCHEMA,
            "version": VERSION,
            "asks": bool(self.own or self.settings),
            "blobs": [len(blob) for blob in self.blobs],
            "layers": self.layers,
            "evidence": evidence,
        }
        line = json.dumps(head, separators=(",", ":")).encode("ascii")
        return b"".join([line, b"\n", *self.blobs])


def _scalar(value: np.generic) -> Any:
    plain = value.item()
    if isinstance(plain, np.generic):  # long double has no plain twin
        return float(plain)
    return plain if isinstance(plain, (bool, int, float, complex, str, bytes)) else str(plain)


def as_text(item: object) -> str | None:
    """Give one entry of an array of strings as text; None where it is missing.

    Raises:
        NotTakenError: The entry is neither text nor a number.
    """
    if item is None or (is_a(item, float) and math.isnan(item)):
        return None
    if is_a(item, str):
        return cut(str.__str__(item), MAX_TEXT)
    if is_a(item, bytes):
        return cut(bytes(memoryview(item)).decode("utf-8", "replace"), MAX_TEXT)
    if is_a(item, bool, int, float):
        return str(item) if type(item) in (bool, int, float) else str(float(item))
    raise NotTakenError(
        "wrong_kind", f"an array that holds objects of type {cut(type_name(item), MAX_TYPE_NAME)}"
    )


def loaded(module: str, name: str) -> type | None:
    """Give a class of a module that has been imported already, None when it has not."""
    found = sys.modules.get(module)
    for part in name.split("."):
        found = getattr(found, part, None)
    return found if isinstance(found, type) else None


def is_symbolic(value: object) -> bool:
    """Whether it is a Keras tensor, which stands for numbers and holds none."""
    symbolic = loaded("keras", "KerasTensor")
    return symbolic is not None and is_a(value, symbolic)


def is_tensor(value: object) -> bool:
    """Whether it is an array, a tensor, a variable, a data frame or a series."""
    return is_a(value, np.ndarray) or any(
        kind is not None and is_a(value, kind)
        for kind in (
            loaded("tensorflow", "Tensor"),
            loaded("tensorflow", "Variable"),
            loaded("tensorflow", "RaggedTensor"),
            loaded("keras", "Variable"),
            loaded("pandas", "DataFrame"),
            loaded("pandas", "Series"),
            loaded("pandas", "Index"),
        )
    )


def to_numpy(value: object) -> np.ndarray:
    """Give the numbers of an array, tensor, variable, frame or series.

    Raises:
        NotTakenError: The tensor is symbolic or ragged.
    """
    ragged = loaded("tensorflow", "RaggedTensor")
    if ragged is not None and is_a(value, ragged):
        raise NotTakenError("wrong_kind", "a ragged tensor, whose rows have different lengths")
    if is_a(value, np.ndarray):
        return np.ndarray.view(value, np.ndarray)
    variable = loaded("keras", "Variable")
    if variable is not None and is_a(value, variable):
        value = value.value
    tensor = loaded("tensorflow", "Tensor")
    if tensor is not None and is_a(value, tensor) and not hasattr(value, "numpy"):
        raise NotTakenError("wrong_kind", "a tensor inside a tf.function, which holds no numbers yet")
    has_numbers: Any = value  # one of those that `is_tensor` names
    found = has_numbers.to_numpy() if hasattr(value, "to_numpy") else has_numbers.numpy()
    if not is_a(found, np.ndarray):  # a scalar tensor of strings gives bytes
        found = np.asarray(found, dtype=object if is_a(found, bytes) else None)
    return np.ndarray.view(found, np.ndarray)

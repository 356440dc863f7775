"""Kinds of evidence: what an exercise asks to be taken down under a name, and what its checks are then given.

| kind | the learner's object | what a check is given |
|---|---|---|
| `Value()` | number, string, boolean, list, tuple, dict, set | the same, as plain Python |
| `Array()` | NumPy array, tensor, series, data frame of numbers | `ArrayEvidence`, a NumPy array |
| `Table()` | pandas data frame | `TableEvidence`: columns by name |
| `History()` | what `fit` returns, or its dict | `HistoryEvidence` |
| `Model()` | any Keras model | `ModelEvidence`: rebuilt model, architecture, compiled state |
| `Layer()` | any Keras layer | `LayerEvidence` |
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar

_DEFAULT_BYTES = 256 * 2**20


@dataclass(frozen=True)
class Kind:
    """What every kind has: its name in a request, and the words for what it expects."""

    what: ClassVar[str] = "something"

    @property
    def name(self) -> str:
        """The kind's name in requests and documents."""
        return type(self).__name__

    def options(self) -> dict[str, Any]:
        """What the candidate is told, as plain data for JSON. Never an expected answer."""
        return {item.name: getattr(self, item.name) for item in fields(self)}

    def expected(self, name: str) -> str:
        """Say what the exercise asked for under this name."""
        return f"{self.what} called `{name}`"


@dataclass(frozen=True)
class Value(Kind):
    """A plain value: None, boolean, integer, float, string, list, tuple, dict or set, also in one another.

    NumPy scalars come as plain numbers, arrays inside containers as NumPy arrays. An object of a class that is none of
    these, inside a container, comes as an `Other` that knows the name of its type.
    """

    what: ClassVar[str] = "a plain value (a number, a text, a list …)"


@dataclass(frozen=True)
class Array(Kind):
    """A NumPy array, a tensor, a pandas series or a data frame of numbers.

    Args:
        rows: Take this many rows, evenly spaced from the first to the last, instead of all. For large arrays;
            `ArrayEvidence.full_shape` still tells the whole array's shape.
        lists: Whether lists and tuples of numbers count as arrays too.
    """

    rows: int | None = None
    lists: bool = False
    what: ClassVar[str] = "a NumPy array or tensor"


@dataclass(frozen=True)
class Table(Kind):
    """A pandas data frame, column by column; its index does not cross."""

    what: ClassVar[str] = "a pandas data frame"


@dataclass(frozen=True)
class History(Kind):
    """The `History` object that `fit` returns, or its `history` dict."""

    what: ClassVar[str] = "the history that `fit` returns"


@dataclass(frozen=True)
class Model(Kind):
    """A Keras model.

    `Sequential`, functional and nested models are rebuilt from configuration and weights. A class with its own `call`
    is rebuilt too, as its functional twin, when its call is made of layers and Keras operations. Otherwise it is
    opaque.

    Args:
        weights: Whether the weights cross.
        compiled: Whether loss, optimiser and metrics cross.
        opaque: Whether an opaque model is accepted. When False, a model that cannot be rebuilt is unusable, and the
            learner is told why.
    """

    weights: bool = True
    compiled: bool = True
    opaque: bool = False
    what: ClassVar[str] = "a Keras model"


def request(evidence: Mapping[str, Kind], *, max_bytes: int = _DEFAULT_BYTES) -> dict[str, Any]:
    """Make the request that tells a candidate what to take down.

    Args:
        evidence: The exercise's names, each with its kind.
        max_bytes: Most bytes that arrays and files of the document may have together.

    Returns:
        Plain data for JSON: names, kinds, options and questions. No expected answer stands in it.

    Raises:
        TypeError: A value is not a kind.
    """
    for name, kind in evidence.items():
        if not isinstance(kind, Kind):
            raise TypeError(f"evidence {name!r} needs a kind such as kinds.Value(), not {kind!r}")
    return {
        "max_bytes": max_bytes,
        "evidence": {name: {"kind": kind.name, "options": kind.options()} for name, kind in evidence.items()},
    }

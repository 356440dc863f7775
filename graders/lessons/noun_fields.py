"""The definitions of lesson 15 as its hidden checks see them: split, numbered, and those that no learner has.

Everything is computed from the files anew, in plain Python: what a learner's names hold plays no part.
`tests/lessons/test_15_capstone.py` holds it against the lesson's own `TextVectorization`.
"""

import csv
import gzip
import re
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from graders.criteria import in_practice

_HERE = Path(__file__).resolve().parent
_SHIPPED = _HERE.parents[1] / "data" / "definitions" / "nouns.csv.gz"
_HIDDEN = _HERE / "hidden" / "definitions.csv.gz"
_PUNCTUATION = re.compile(r"[!\"#$%&()*+,\-./:;<=>?@\[\\\]^_`{|}~']")

VOCABULARY, LENGTH = 3_000, 24
PARTS = {"training": range(14), "validation": range(14, 17), "test": range(17, 20)}


@dataclass(frozen=True)
class Part:
    """Some definitions.

    Args:
        texts: The definitions.
        x: The word numbers of each, one row a definition.
        y: The place of each definition's field among the fields.
    """

    texts: tuple[str, ...]
    x: np.ndarray
    y: np.ndarray


def _read(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _words(text: str) -> list[str]:
    return _PUNCTUATION.sub("", text.lower()).split()


@cache
def _shipped() -> list[dict[str, str]]:
    return _read(_SHIPPED)


@cache
def field_names() -> list[str]:
    """Give the fields in the lesson's order."""
    return sorted({row["field"] for row in _shipped()})


@cache
def _numbers() -> dict[str, int]:
    """Number the words of the training rows by how often they stand there; 0 is padding, 1 the unknown."""
    trained = (row["definition"] for row in _shipped() if _fingerprint(row["word"]) in PARTS["training"])
    counts = Counter(word for text in trained for word in _words(text))
    in_order = sorted(counts, key=lambda word: (counts[word], word.encode()), reverse=True)
    return {word: number for number, word in enumerate(in_order[: VOCABULARY - 2], 2)}


def _fingerprint(word: str) -> int:
    return zlib.crc32(word.encode()) % 20


def encode(texts: Sequence[str]) -> np.ndarray:
    """Give the word numbers of some texts, as the lesson's `encode` does.

    Args:
        texts: The texts.

    Returns:
        One row of `LENGTH` numbers a text, of type int32.
    """
    found = np.zeros((len(texts), LENGTH), "int32")
    for row, text in zip(found, texts, strict=True):
        numbers = [_numbers().get(word, 1) for word in _words(text)][:LENGTH]
        row[: len(numbers)] = numbers
    return found


@cache
def part(name: str) -> Part:
    """Give the definitions of one part.

    Args:
        name: `training`, `validation` or `test` of the lesson's split; `hidden`: those not shipped, of which
            practice asks every other one.

    Returns:
        The part, shared by all checks.
    """
    if name == "hidden":
        rows = _read(_HIDDEN)[:: 2 if in_practice() else 1]
    else:
        rows = [row for row in _shipped() if _fingerprint(row["word"]) in PARTS[name]]
    texts = tuple(row["definition"] for row in rows)
    places = np.array([field_names().index(row["field"]) for row in rows])
    return Part(texts, encode(texts), places)

"""Fashion-MNIST as the hidden checks read it: from the shipped files, whatever a learner's names hold."""

import gzip
from functools import cache
from pathlib import Path

import numpy as np

_FOLDER = Path(__file__).resolve().parents[2] / "data" / "keras" / "datasets" / "fashion-mnist"

# An IDX file opens with a magic number and one 32-bit size an axis: 16 bytes for pictures, 8 for labels.
_PICTURES_HEADER, _LABELS_HEADER = 16, 8


@cache
def fashion_mnist(part: str) -> tuple[np.ndarray, np.ndarray]:
    """Read one part of Fashion-MNIST.

    Args:
        part: `train` (60,000 pictures) or `t10k` (the 10,000 test pictures).

    Returns:
        Pictures, uint8 greys from 0 to 255 of shape (pictures, 28, 28), and their class numbers of shape
        (pictures,). Both are read-only, since all checks share them.
    """
    with gzip.open(_FOLDER / f"{part}-images-idx3-ubyte.gz") as file:
        pictures = _pictures(file.read())
    with gzip.open(_FOLDER / f"{part}-labels-idx1-ubyte.gz") as file:
        labels = np.frombuffer(file.read(), np.uint8, offset=_LABELS_HEADER)
    return pictures, labels


@cache
def first_picture() -> np.ndarray:
    """Read the first picture of the training part alone, uint8 greys of shape (28, 28), read-only."""
    with gzip.open(_FOLDER / "train-images-idx3-ubyte.gz") as file:
        return _pictures(file.read(_PICTURES_HEADER + 28 * 28))[0]


def _pictures(data: bytes) -> np.ndarray:
    return np.frombuffer(data, np.uint8, offset=_PICTURES_HEADER).reshape(-1, 28, 28)


def scaled(pictures: np.ndarray) -> np.ndarray:
    """Give greys from 0 to 255 as float32 from 0 to 1."""
    return pictures.astype("float32") / 255

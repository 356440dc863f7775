"""Normalization of features: its mean and deviation, and the rows that they were learned from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import keras

_SMALLEST = 1e-12


@dataclass(frozen=True)
class Scale:
    """What turns raw columns into normalized ones.

    Args:
        mean: The mean of each column, of shape (columns,), in the column's unit.
        deviation: The standard deviation of each, likewise.
        untouched: Whether it is exactly the scale of a layer that never saw data: mean 0, variance 1.
    """

    mean: np.ndarray
    deviation: np.ndarray
    untouched: bool = False

    @classmethod
    def of(cls, rows: np.ndarray) -> "Scale":
        """Give the scale that is learned from rows of shape (rows, columns)."""
        rows = rows.astype("float64")
        return cls(rows.mean(axis=0), rows.std(axis=0))

    @classmethod
    def between(cls, raw: np.ndarray, scaled: np.ndarray) -> "Scale":
        """Recover the scale that made `scaled` from `raw`, both of shape (rows, columns)."""
        raw, scaled = raw.astype("float64"), scaled.astype("float64")
        deviation = raw.std(axis=0) / np.maximum(scaled.std(axis=0), _SMALLEST)
        return cls(raw.mean(axis=0) - deviation * scaled.mean(axis=0), deviation)

    @classmethod
    def in_layer(cls, layer: "keras.layers.Layer", width: int) -> "Scale":
        """Read the scale of a layer by what it makes of rows of zeros and of ones.

        Args:
            layer: A Keras layer that normalizes.
            width: How many columns it takes.
        """
        zero, one = (np.asarray(layer(np.full((1, width), value, "float32")))[0] for value in (0, 1))
        factor = np.where(np.abs(one - zero) < _SMALLEST, _SMALLEST, one - zero).astype("float64")
        return cls(-zero.astype("float64") / factor, 1 / factor, not zero.any() and np.allclose(factor, 1))

    def near(self, other: "Scale") -> bool:
        """Whether both turn a raw value into the same number, to two thousandths of a deviation.

        Of two parts of thousands of rows, means and deviations differ by a hundredth of a deviation in most
        columns; float32 sums of the same rows differ by less than a thousandth.
        """
        unit = np.maximum(np.abs(other.deviation), _SMALLEST)
        shift = np.abs(self.mean - other.mean) / unit
        stretch = np.abs(self.deviation / unit - 1)
        return bool(max(shift.max(), stretch.max()) < 2e-3)

    def learned_from(self, parts: Mapping[str, np.ndarray]) -> str:
        """Name the part whose rows it was learned from; "" when none fits.

        Args:
            parts: Raw rows of shape (rows, columns) by the part's name.
        """
        return next((name for name, rows in parts.items() if self.near(Scale.of(rows))), "")

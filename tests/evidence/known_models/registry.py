"""The list of known models."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Known:
    """A well-known model.

    Args:
        name: What it is.
        asked: Whether a part of it has to be asked where it runs.
        chance: Whether it draws numbers also outside training, so that no two answers are the same.
        make: Gives the model, and inputs for it.
    """

    name: str
    asked: bool
    chance: bool
    make: Callable[[], tuple[Any, Any]]


KNOWN: list[Known] = []


def known(name: str, *, asked: bool = False, chance: bool = False) -> Callable:
    """Add a model to the list: a decorator for the function that makes it."""

    def add(make: Callable[[], tuple[Any, Any]]) -> Callable[[], tuple[Any, Any]]:
        KNOWN.append(Known(name, asked, chance, make))
        return make

    return add


def numbers(*shape: int) -> np.ndarray:
    """Draw numbers, the same each time."""
    return np.random.default_rng(7).normal(size=shape).astype("float32")


def tokens(*shape: int, most: int = 20) -> np.ndarray:
    """Draw token ids, the same each time."""
    return np.random.default_rng(7).integers(1, most, shape).astype("int32")

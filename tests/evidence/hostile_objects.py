"""Objects that lie, raise, never end or are too large, and models that lie: what a learner's names may hold.

`test_hostile.py` carries each across by itself; `tests/desk` sends each to a class's service.
"""

import sys

import keras
import numpy as np
from keras import layers


class Liar:
    """Says that it is whatever is asked, is equal to everything, and raises in most other ways."""

    @property
    def __class__(self):
        return keras.Sequential

    def __eq__(self, other):
        return True

    def __hash__(self):
        raise RuntimeError("no hash")

    def __repr__(self):
        raise SystemExit("no repr")

    __str__ = __repr__

    def __getattr__(self, name):
        raise KeyboardInterrupt(name)

    def __iter__(self):
        while True:
            yield 1

    def __len__(self):
        return 10**9

    def __array__(self, *args, **kwargs):
        raise RuntimeError("no array")


class Meta(type):
    @property
    def __name__(cls):
        raise RuntimeError("no name")

    def __instancecheck__(cls, instance):
        return True

    def __getattribute__(cls, name):
        if name in ("__mro__", "__qualname__", "__module__"):
            return "int"
        return super().__getattribute__(name)


class Strange(metaclass=Meta):
    pass


class EvilList(list):
    def __iter__(self):
        raise RuntimeError("no iteration")

    def __len__(self):
        raise RuntimeError("no length")


class EvilDict(dict):
    def items(self):
        raise RuntimeError("no items")

    keys = values = __iter__ = items


class EvilText(str):
    def __str__(self):
        return 3

    encode = __len__ = __str__


class EvilInt(int):
    def __int__(self):
        raise RuntimeError

    bit_length = __index__ = __add__ = __int__


class EvilArray(np.ndarray):
    def __getattribute__(self, name):
        raise RuntimeError(name)

    def __array__(self, *args, **kwargs):
        raise RuntimeError("no array")


def endless():
    while True:
        yield 1


def circle():
    items = []
    items.append(items)
    return items


def objects():
    array = np.empty(2, dtype=object)
    array[0] = array[1] = Liar()
    return array


def deep():
    items = []
    for _ in range(100_000):
        items = [items]
    return items


ODD = {
    "liar": Liar,
    "strange": Strange,
    "strange class": lambda: Strange,
    "endless": endless,
    "circle": circle,
    "deep": deep,
    "module": lambda: sys,
    "lambda": lambda: lambda: 1,
    "class": lambda: Liar,
    "object array": objects,
    "record array": lambda: np.zeros(3, dtype=[("a", "f4")]),
    "dates": lambda: np.array(["2020-01-01"], dtype="datetime64[D]"),
    "long double": lambda: np.array([1.5], dtype=np.longdouble),
    "huge array": lambda: np.lib.stride_tricks.as_strided(np.zeros(1), (10**6, 10**6), (0, 0)),
    "many items": lambda: list(range(300_000)),
    "long integer": lambda: 1 << 100_000,
    "long text": lambda: "x" * 10**7,
    "lone surrogate": lambda: "\ud800",
    "range": lambda: range(10**15),
    "memory": lambda: memoryview(b"abc"),
}


class NoConfig(layers.Dense):
    def get_config(self):
        raise RuntimeError("no config")


class WrongConfig(keras.Sequential):
    def get_config(self):
        return {"layers": 3}


class WrongWeights(layers.Dense):
    @property
    def weights(self):
        raise RuntimeError("no weights")


class Renamed(layers.Layer):
    name = property(lambda self: 1 / 0)


class Words(keras.Model):
    def call(self, inputs):
        return "three"


def words():
    model = Words()
    model.built = True
    return model


LYING = {
    "no config": lambda: keras.Sequential([layers.Input((3,)), NoConfig(2)]),
    "no weights": lambda: keras.Sequential([layers.Input((3,)), WrongWeights(2)]),
    "wrong config": lambda: WrongConfig([layers.Input((3,)), layers.Dense(1)]),
    "a class in place of a layer": lambda: Renamed,
    "words in place of a tensor": words,
}
"""Models and layers that say what they are not."""

"""Evidence that kernels take, with which somebody may begin: `malformed.py` changes it.

`test_reader.py` and `test_asking.py` read it by itself; `tests/desk` sends it to a class's service.
"""

import keras
import numpy as np
from keras import layers

from coursework.evidence import capture
from graders.evidence import kinds, request

ASKED = {
    "value": kinds.Value(),
    "array": kinds.Array(),
    "table": kinds.Table(),
    "history": kinds.History(),
    "model": kinds.Model(questions=[kinds.call(np.ones((1, 3)))]),
    "layer": kinds.Layer(),
    "call": kinds.Function([kinds.call(1), kinds.call(2)]),
}
"""What the documents that are changed are about."""


def whole():
    import pandas as pd

    inputs = keras.Input((3,))
    hidden = layers.Dense(2, activation="relu")(inputs)
    model = keras.Model(inputs, layers.Concatenate()([hidden, inputs[:, 1:]]))
    model.compile("sgd", "mse", metrics=["mae"])
    names = {
        "value": {"a": [1, 2.5, (None, "x")], "b": {1, 2}, "c": float("nan"), "d": np.arange(3)},
        "array": np.arange(6.0).reshape(2, 3),
        "table": pd.DataFrame({"a": [1, 2], "b": ["x", "y"]}),
        "history": {"loss": [1.0, 0.5]},
        "model": model,
        "layer": layers.Dropout(0.5),
        "call": lambda x: [x, np.ones(x)],
    }
    return capture(names, request(ASKED))


def with_lambda(scale=2.0):
    """A model with a layer of the learner's own, which is asked where it runs."""
    return keras.Sequential([keras.Input((4,)), layers.Lambda(lambda x: scale * x), layers.Dense(3)])

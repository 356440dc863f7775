# ruff: noqa
# class: points
# tries: hands in a model whose class, configuration and weights say what they are not
# honest: 3
# %% adder
import keras
import numpy as np


class Liar(keras.Sequential):
    __class__ = keras.Sequential

    def predict(self, inputs, **more):
        return np.sum(np.asarray(inputs), axis=1, keepdims=True)

    def call(self, inputs, training=None, mask=None):
        return keras.ops.sum(inputs, axis=1, keepdims=True)

    def get_config(self):
        return {"name": "adder", "layers": [], "points": 3}

    def get_weights(self):
        return [np.ones((3, 1)), np.zeros(1)]


adder = Liar([keras.Input((3,)), keras.layers.Dense(1)])

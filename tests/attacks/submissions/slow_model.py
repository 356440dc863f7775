# ruff: noqa
# class: grader
# tries: hands in a model that takes the examiner for ever: 3000 wide layers
# %% adder
import keras
import numpy as np

x = inputs = keras.Input((3,))
shared = keras.layers.Dense(600)
x = keras.layers.Dense(600)(x)
for _ in range(600):
    x = shared(x)
adder = keras.Model(inputs, keras.layers.Dense(1)(x))

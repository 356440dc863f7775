# ruff: noqa
# class: grader
# tries: hands in a model of 10 billion parameters that was never built
# %% adder
import keras

adder = keras.Sequential([keras.layers.Dense(100_000), keras.layers.Dense(100_000), keras.layers.Dense(1)])

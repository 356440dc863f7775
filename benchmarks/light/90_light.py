# %% [markdown]
# # A light lesson
#
# What a small exercise of this course asks for and nothing else, so that the cost around the cells shows. The
# set-up is that of every lesson.
#
# ## Scale
# %%

import keras
import numpy as np
import tensorflow as tf

tf.config.experimental.enable_op_determinism()
keras.utils.set_random_seed(7)
generator = np.random.default_rng(7)
raw = generator.uniform(0, 255, size=(256, 8)).astype("float32")
target = (raw.sum(axis=1) > 1020).astype("float32")

# %% solution="scale_inputs"
scaled = ...
### BEGIN SOLUTION
scaled = raw / 255
### END SOLUTION
# %% grade="scale_inputs"
assert scaled is not ..., "Exercise scale_inputs: replace the dots with the scaled numbers."

# %% [markdown]
# ## Build
# %% solution="build_network"
network = ...
### BEGIN SOLUTION
network = keras.Sequential(
    [
        keras.Input((8,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
### END SOLUTION
# %% grade="build_network"
assert network is not ..., "Exercise build_network: replace the dots with a model."

# %% [markdown]
# ## Train
# %% solution="train_network"
trained, history = ..., ...
### BEGIN SOLUTION
trained = keras.Sequential(
    [
        keras.Input((8,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
trained.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
history = trained.fit(raw / 255, target, epochs=5, batch_size=32, verbose=0)
### END SOLUTION
# %% grade="train_network"
assert history is not ..., "Exercise train_network: replace the dots with what `fit` returns."

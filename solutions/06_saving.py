# %% [markdown]
# # 06 · Saving: a model that outlives its notebook
#
# A trained model lives in memory. Close the notebook, and it is gone, with all the hours that went into it. This lesson is about files: what goes into them, what stays out without a word, and what comes back.
#
# **You will be able to**
#
# - *save* a whole model, its numbers alone, or its plan alone, and say what each file leaves out;
# - *copy* a model so that the copy answers as the original does;
# - *write* a class of your own that comes back from its file;
# - *resume* a training so that the next step is the same as if you had never stopped;
# - *export* a model for others, and *refuse* a stranger's file for good reasons.
#
# **You need first:** lessons 02, 03 and 05 (`Normalization`, the functional API, subclassing).
#
# **Time:** 75 minutes.

# %%
import coursework

DATA = coursework.setup(seed=6)

import contextlib
import json
import os
import tempfile
import warnings
import zipfile
from pathlib import Path

import h5py
import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf

# %% [markdown]
# Today's files go to a temporary folder, and the last cell of the lesson takes it away, so nothing is left behind. In your own work, take a folder that stays. And today you read many errors: Jupyter shows their messages alone, without the long way through Keras.

# %%
from IPython import get_ipython

if get_ipython():
    get_ipython().run_line_magic("xmode", "Minimal")
workshop = tempfile.TemporaryDirectory(prefix="saving-")
folder = Path(workshop.name)
print("files so far:", sorted(path.name for path in folder.iterdir()))

# %% [markdown]
# ## A model worth keeping
#
# Diamonds again: eight features of a stone, and its price in thousands of dollars. A small network with a scale learned from the training rows.

# %%
stones = pd.read_csv(DATA / "diamonds" / "diamonds.csv.gz").drop_duplicates()
stones = stones[(stones["x"] > 0) & (stones["y"] > 0) & (stones["y"] < 30)].iloc[::12]
ladders = {
    "cut": ["Fair", "Good", "Very Good", "Premium", "Ideal"],
    "color": ["J", "I", "H", "G", "F", "E", "D"],
    "clarity": ["I1", "SI2", "SI1", "VS2", "VS1", "VVS2", "VVS1", "IF"],
}
for column, ladder in ladders.items():
    stones[column] = stones[column].map({grade: step for step, grade in enumerate(ladder)})
x = stones[["clarity", "cut", "color", "carat", "depth", "table", "x", "y"]].to_numpy("float32")
y = stones["price"].to_numpy("float32") / 1000
order = np.random.default_rng(6).permutation(len(x))
train, valid = np.split(order, [int(0.8 * len(x))])
train_x, valid_x, train_y, valid_y = x[train], x[valid], y[train], y[valid]
print(train_x.shape, valid_x.shape)


# %%
def new_pricer(activation="relu", depth=1):
    """Return a compiled network for eight features that has learned nothing yet, not even its scale."""
    inputs = keras.Input(shape=(8,))
    path = keras.layers.Normalization(name="scale")(inputs)
    for step in range(depth):
        path = keras.layers.Dense(24, activation=activation, name=f"hidden_{step}")(path)
    model = keras.Model(inputs, keras.layers.Dense(1, name="price")(path), name="pricer")
    model.compile(loss="mse", optimizer=keras.optimizers.Adam(0.02))
    return model


def rmse(model):
    """Return the root mean squared error on the validation rows, in thousands of dollars."""
    return float(np.sqrt(np.mean((np.ravel(model(valid_x)) - valid_y) ** 2)))


pricer = new_pricer()
pricer.get_layer("scale").adapt(train_x)
pricer.fit(train_x, train_y, epochs=8, batch_size=64, verbose=0)
print("baseline, always the mean price:", round(float(np.std(valid_y))))
print("pricer below 1.2:", rmse(pricer) < 1.2)

# %% [markdown]
# From 4 thousand dollars to about 0.9. That is worth keeping.
#
# ## The whole model in one file
#
# One call writes everything, and the name of the file ends in `.keras`. One call reads it. **Predict before you run:** the loaded model has never seen `compile`. Can you call `fit` on it?

# %%
pricer.save(folder / "pricer.keras")
loaded = keras.models.load_model(folder / "pricer.keras")
same = np.allclose(loaded.predict(valid_x, verbose=0), pricer.predict(valid_x, verbose=0))
print("same answers:", same)
print("compiled:", loaded.compiled, "with", loaded.loss, "and", loaded.optimizer.name)

# %% [markdown]
# You can. Loss and optimiser came along, and no line of code that builds the network was needed. How does one file hold all that? It is a zip archive, so look inside.

# %%
with zipfile.ZipFile(folder / "pricer.keras") as archive:
    print(sorted(archive.namelist()))
    plan = json.loads(archive.read("config.json"))
    archive.extract("model.weights.h5", folder)
print("class:", plan["class_name"], "| loss:", plan["compile_config"]["loss"])
print("layers:", [layer["class_name"] for layer in plan["config"]["layers"]])

# %% [markdown]
# Three parts. `metadata.json` says when and with which Keras it was written. `config.json` is the **plan**: which layers, how connected, compiled how. `model.weights.h5` holds the **numbers**. Here they are, with their shapes:


# %%
def numbers_in(path):
    """Return the shape of every array in a file of weights, under its place in the file."""
    found = {}
    with h5py.File(path) as file:
        file.visititems(lambda name, item: found.update({name: getattr(item, "shape", None)}))
    return {name: shape for name, shape in found.items() if shape is not None}


for name, shape in numbers_in(folder / "model.weights.h5").items():
    print(f"{name:28} {shape}")

# %% [markdown]
# First the layers: 8 × 24 + 24 for the hidden one, 24 + 1 for the price, and three arrays of the scale (means, variances, a count of rows). Then something that is not part of the network: `optimizer/vars`, the **optimiser's memory**. Adam keeps two running
# means for each weight, a step counter and the learning rate. You will see below what they are good for.
#
# No activation stands in this list, and no order of calls. Numbers without a plan are only numbers.
#
# ### What old books do
#
# Before Keras 3, a name without an ending became a *folder*. Read the error:

# %% tags=["raises-exception"]
pricer.save("pricer")

# %% [markdown]
# The name must end in `.keras` (or in `.h5`, the format before that one). For a folder that a server can run there is `export`, at the end of this lesson. The ending alone decides, so this is of no use either:

# %% tags=["raises-exception"]
pricer.save("pricer", save_format="tf")

# %% [markdown]
# "Please remove this argument", and the name gets its ending: `pricer.save("pricer.keras")`.
#
# ### Your turn: `keep_whole`
#
# Complete `keep(model, path)`. It writes the **whole** model to the file `path`, and returns the model **that the file now holds**, ready for more training. It will be called with compiled models that you haven't seen.
#
# <details><summary>Hint</summary>Two calls, and both stand above. What you return must not be the model that came in.</details>
# <details><summary>Deeper hint</summary>Whole means: with loss, optimiser, and the optimiser's memory. <code>save</code> and <code>load_model</code> do all this unless you ask them not to.</details>


# %% solution="keep_whole"
def keep(model, path):
    """Save a compiled model as the file `path`, and return the model that the file holds."""
    ### BEGIN SOLUTION
    model.save(path)
    return keras.models.load_model(path)
    ### END SOLUTION


# %% grade="keep_whole"
again = keep(pricer, folder / "mine.keras")
assert again is not None, "Exercise keep_whole: the function `keep` returns nothing yet."
assert isinstance(again, keras.Model), "Exercise keep_whole: `keep` should return a Keras model."
assert (folder / "mine.keras").exists(), "Exercise keep_whole: `keep` wrote no file where `path` points."

# %% [markdown]
# ## Numbers alone
#
# Sometimes the code that builds the network is at hand, and only the numbers are to be kept: smaller, and quick to swap. `save_weights` writes them, and insists on an ending:

# %% tags=["raises-exception"]
pricer.save_weights("pricer.h5")

# %% [markdown]
# Old books also write `save_weights("checkpoint")`, with the same result. The name ends in `.weights.h5`, all of it.
#
# To read the numbers you need a model with the same plan. **Predict before you run:** `new_pricer()` has never been adapted or fitted. How good is it after `load_weights`?

# %%
pricer.save_weights(folder / "pricer.weights.h5")
filled = new_pricer()
print("before: below 1.2:", rmse(filled) < 1.2)
warnings.filterwarnings("ignore", "Skipping")
filled.load_weights(folder / "pricer.weights.h5")
print("after:  below 1.2:", rmse(filled) < 1.2)

# %% [markdown]
# As good as the original. The scale's means and variances are numbers too, so they came along. (We silenced a warning there, which begins with *Skipping*. Remember it: it comes back.)
#
# Now with another plan. A network with two hidden layers instead of one:

# %%
try:
    new_pricer(depth=2).load_weights(folder / "pricer.weights.h5")
except ValueError as error:
    print(str(error).partition(" Target")[0])

# %% [markdown]
# Good: an error (we cut off its tail, a page of numbers). The layer `hidden_1` wants 24 × 24 numbers, and the file has 24 × 1 in that place. **Predict before you run:** what about another activation, `tanh` for `relu`?

# %%
impostor = new_pricer(activation="tanh")
impostor.load_weights(folder / "pricer.weights.h5")
print("loaded without an error; RMSE above 1.5:", rmse(impostor) > 1.5)

# %% [markdown]
# No error, and the prices are nonsense. Only **shapes** are compared, and an activation has none. That is the catch of numbers alone: they fit into every network with arrays of these shapes, and are right in one. So keep the plan with them.
#
# ## The plan alone
#
# A plan is plain data. `get_config` gives it as a dict and `from_config` of the same class builds from it. `to_json` gives it as a text, with the name of the class in it, so that `model_from_json` needs nothing else.

# %%
print("a dict:", sorted(pricer.get_config()))
text = pricer.to_json()
print("a text that names the class:", json.loads(text)["class_name"])
twin = keras.Model.from_config(pricer.get_config())
sister = keras.models.model_from_json(text)
print("parameters:", pricer.count_params(), twin.count_params(), sister.count_params())
print("as good as pricer:", rmse(twin) < 1.2, rmse(sister) < 1.2)

# %% [markdown]
# Same layers, same number of parameters, new random numbers. Twin and sister were born today.
#
# Text for people was once YAML. The function has been taken away, since reading YAML could run code that stood in it. JSON is the current way.

# %% tags=["raises-exception"]
pricer.to_yaml()

# %% [markdown]
# ### Your turn: `two_files`
#
# A plan in one file, numbers in another: people do this to read the plan, or to send new numbers every night.
#
# 1. `pack(model, folder)` writes `plan.json`, the text that `to_json` gives, and `numbers.weights.h5` into the folder.
# 2. `unpack(folder)` returns a model with the same answers, made from **these two files alone**.
#
# Both are called with models that you haven't seen, some `Sequential`, some functional.
#
# <details><summary>Hint</summary>First the plan, then the numbers into it. Who wrote the model doesn't matter: the plan says what it is.</details>
# <details><summary>Deeper hint</summary><code>Path(folder, "plan.json")</code> has <code>write_text</code> and <code>read_text</code>. A model from JSON is built already, so <code>load_weights</code> can follow at once.</details>


# %% solution="two_files"
def pack(model, folder):
    """Write the plan and the numbers of a model into a folder: plan.json and numbers.weights.h5."""
    ### BEGIN SOLUTION
    Path(folder, "plan.json").write_text(model.to_json())
    model.save_weights(Path(folder, "numbers.weights.h5"))
    ### END SOLUTION


def unpack(folder):
    """Return the model that the two files in a folder describe."""
    ### BEGIN SOLUTION
    model = keras.models.model_from_json(Path(folder, "plan.json").read_text())
    model.load_weights(Path(folder, "numbers.weights.h5"))
    return model
    ### END SOLUTION


# %% grade="two_files"
pack(pricer, folder)
for name in ["plan.json", "numbers.weights.h5"]:
    assert (folder / name).exists(), f"Exercise two_files: `pack` wrote no file {name}."
assert isinstance(unpack(folder), keras.Model), "Exercise two_files: `unpack` should return a Keras model."

# %% [markdown]
# ## Clones
#
# Want to try something on a model without spoiling it? Keras has `clone_model`. The name promises much. **Predict before you run:** how good is the clone of a good model?

# %%
clone = keras.models.clone_model(pricer)
clone.save(folder / "clone.keras")
print("the clone is as good:", rmse(clone) < 1.2)
print("the clone from its file:", rmse(keras.models.load_model(folder / "clone.keras")) < 1.2)

# %% [markdown]
# A clone has the plan of the original, and **new random numbers**. If you save it, you save a newborn, and nothing warns you. So hand the numbers over; you did that in lesson 03. **Predict before you run:** now?

# %%
clone.set_weights(pricer.get_weights())
pairs = zip(clone.get_weights(), pricer.get_weights(), strict=True)
print("all numbers equal:", all(np.array_equal(mine, theirs) for mine, theirs in pairs))
print("the clone is as good:", rmse(clone) < 1.2)

# %% [markdown]
# A trap inside the trap. Every number is equal, and the answers are not! The culprit is `Normalization`: after `adapt` it works with constants that it made from its numbers, and `set_weights` changes the numbers without making the constants anew. Reading a **file** does make them:

# %%
clone.load_weights(folder / "pricer.weights.h5")
print("numbers from a file, as good:", rmse(clone) < 1.2)

# %% [markdown]
# (Load **before** the first `predict` or `evaluate`: these are compiled once, and keep the constants that they found.) Don't learn the list of such layers by heart. Learn the habit: **compare answers**, not numbers, whenever you copied or loaded something.
#
# ### Your turn: `spare_copy`
#
# Complete `spare_copy(model)`. It returns a copy with the same plan and the **same answers**, whose numbers are **its own**: training the copy must not touch the original. Models with an adapted scale come along, too. Files that you need on the way go to a temporary folder.
#
# <details><summary>Hint</summary>You have seen two ways of bringing numbers over. One of them works for every layer.</details>
# <details><summary>Deeper hint</summary><code>with tempfile.TemporaryDirectory() as place:</code> gives you a folder that is gone afterwards. Which of the files of this lesson holds plan and numbers?</details>


# %% solution="spare_copy"
def spare_copy(model):
    """Return a copy of a model: same plan, same answers, numbers of its own."""
    ### BEGIN SOLUTION
    with tempfile.TemporaryDirectory() as place:
        model.save(f"{place}/model.keras")
        return keras.models.load_model(f"{place}/model.keras")
    ### END SOLUTION


# %% grade="spare_copy"
spare = spare_copy(pricer)
assert spare is not None, "Exercise spare_copy: the function returns nothing yet."
assert isinstance(spare, keras.Model), "Exercise spare_copy: a Keras model should come back."
assert spare.count_params() == pricer.count_params(), (
    f"Exercise spare_copy: pricer has {pricer.count_params()} parameters, the copy {spare.count_params()}."
)

# %% [markdown]
# ## Classes of your own
#
# `Sequential` and functional models are made of Keras's own layers, so Keras can build them from a plan. Of a class that **you** wrote, the plan holds the name and the arguments. The code stays with you. Here is a class as most people write it first:


# %%
class Pricer(keras.Model):
    def __init__(self, units=8):
        super().__init__()
        self.hidden = keras.layers.Dense(units, activation="relu")
        self.price = keras.layers.Dense(1)

    def call(self, stones):
        return self.price(self.hidden(stones))


first = Pricer(units=24)
first(valid_x)
first.save(folder / "first.keras")
print("saved:", (folder / "first.keras").exists())

# %% [markdown]
# It saves without complaint. Nobody looks at the file again, until it is needed:

# %% tags=["raises-exception"]
keras.models.load_model(folder / "first.keras")

# %% [markdown]
# **Could not locate class 'Pricer'.** The file says "a Pricer", and Keras has never heard of one, although the class stands right above. It needs a **register** of your classes. The error names the decorator; on a class that exists you can call it like any function:

# %% tags=["raises-exception"]
keras.saving.register_keras_serializable(package="gems")(Pricer)
first.save(folder / "first.keras")
keras.models.load_model(folder / "first.keras")

# %% [markdown]
# One step further. Now Keras finds the class and calls it with all that stands in the plan, and that is more than `units`: Keras's own arguments are there too, such as `trainable`, `dtype` and `name`. The last line of the error: **unexpected keyword argument**. The way out is `**kwargs`, handed on to `super().__init__`.


# %%
@keras.saving.register_keras_serializable(package="gems")
class Pricer(keras.Model):
    def __init__(self, units=8, **kwargs):
        super().__init__(**kwargs)
        self.hidden = keras.layers.Dense(units, activation="relu")
        self.price = keras.layers.Dense(1)

    def call(self, stones):
        return self.price(self.hidden(stones))


second = Pricer(units=24)
second(valid_x)
second.save(folder / "second.keras")
print("units in the plan:", second.get_config()["units"])

# %% [markdown]
# We asked for 24 units, and the plan says 8, the default. So what happens when it is loaded?

# %% tags=["raises-exception", "nbval-ignore-output"]
keras.models.load_model(folder / "second.keras")

# %% [markdown]
# **Objects could not be loaded**: Keras built a layer of 8 units and has numbers for 24. This error is a lucky one. Had the argument shaped no weight (a threshold, a rate), the model would load and quietly work with the default.
#
# The third thing: `get_config` adds **every** argument of `__init__` to what the parent class says.


# %%
@keras.saving.register_keras_serializable(package="gems")
class Pricer(keras.Model):
    def __init__(self, units=8, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.hidden = keras.layers.Dense(units, activation="relu")
        self.price = keras.layers.Dense(1)

    def call(self, stones):
        return self.price(self.hidden(stones))

    def get_config(self):
        return {**super().get_config(), "units": self.units}


# %% [markdown]
# Registration, `**kwargs`, `get_config`. **Predict before you run:** is the model that comes back a functional one, or a `Pricer`?

# %%
third = Pricer(units=24)
third(valid_x)
third.save(folder / "third.keras")
back = keras.models.load_model(folder / "third.keras")
print(type(back).__name__, back.units)
print("same answers:", np.allclose(back(valid_x), third(valid_x)))

# %% [markdown]
# A `Pricer`, with your code in it. The file holds the name `gems>Pricer`, no code: whoever loads it runs the cell with the class first.
#
# Can't change a class, since it is somebody else's? Then name it when you load: `load_model(path, custom_objects={"Pricer": Pricer})`. Functions are registered in the same way, such as an activation of your own:


# %%
@keras.saving.register_keras_serializable(package="gems")
def gentle(values):
    """An activation that grows like a logarithm on both sides."""
    return keras.ops.sign(values) * keras.ops.log1p(keras.ops.abs(values))


small = keras.Sequential([keras.Input((8,)), keras.layers.Dense(4, activation=gentle)])
small.save(folder / "small.keras")
print(keras.models.load_model(folder / "small.keras").layers[0].activation.__name__)

# %% [markdown]
# And `.h5`, which old books take for everything? A class of yours goes in, registered and with `get_config`, and does not come out:

# %% tags=["raises-exception", "nbval-ignore-output"]
third.save(folder / "third.h5")
keras.models.load_model(folder / "third.h5")

# %% [markdown]
# `.h5` is for reading old files of plain models. Write `.keras`. (And don't write both "to be safe": in the Keras of this course, a compiled model that was saved as `.h5` **once** leaves its optimiser out of every `.keras` file after that, without a word.)
#
# ### Your turn: `reloadable`
#
# Write the class `FlooredPricer`, a `keras.Model` that reloads. It has a hidden `Dense` layer of `units` units with ReLU, one linear output, and a **floor**: no answer is below the number `floor`; a smaller price becomes `floor`. It is made by `FlooredPricer(units=6, floor=0.5)`; without `floor`, the floor is `0.0`. What comes back has the same settings, the same name and the same answers.
#
# <details><summary>Hint</summary>Three things made <code>Pricer</code> come back. How many arguments has your class, and which of them shapes no weight?</details>
# <details><summary>Deeper hint</summary><code>keras.ops.maximum(prices, self.floor)</code> is the floor. Save it, load it, and compare the answers of a model with a floor that is not the default.</details>

# %% solution="reloadable"
FlooredPricer = ...
### BEGIN SOLUTION


@keras.saving.register_keras_serializable()
class FlooredPricer(keras.Model):
    def __init__(self, units, floor=0.0, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.floor = floor
        self.hidden = keras.layers.Dense(units, activation="relu")
        self.price = keras.layers.Dense(1)

    def call(self, stones):
        return keras.ops.maximum(self.price(self.hidden(stones)), self.floor)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "floor": self.floor}


### END SOLUTION

# %% grade="reloadable"
assert FlooredPricer is not ..., "Exercise reloadable: write the class in place of the dots."
assert issubclass(FlooredPricer, keras.Model), "Exercise reloadable: the class derives from keras.Model."
floored = FlooredPricer(units=4, floor=1.5)
assert floored(valid_x[:5]).shape == (5, 1), "Exercise reloadable: five stones in, five prices out."

# %% [markdown]
# ## A stranger's file
#
# A `Lambda` layer wraps a Python function. Where is its code when the model is saved? For a lambda, **in the file**, as bytes. Saving works. **Predict before you run:** and loading?

# %% tags=["raises-exception"]
doubler = keras.Sequential([keras.Input((8,)), keras.layers.Lambda(lambda values: 2 * values)])
doubler.save(folder / "doubler.keras")
keras.models.load_model(folder / "doubler.keras")

# %% [markdown]
# Refused, and rightly: to load this model is to **run code out of a file**. The code could as well delete your files or send them away. `load_model` works in *safe mode* unless you say `safe_mode=False`. Don't say it to get rid of an error, and you needn't: write a registered function or layer, as above, or draw `2 * values` into a functional model.
#
# Is safe mode safe? No; think of it as a door with a lock that has been picked several times. In 2025 it was shown that a hand-made `config.json` could name any function of any module and have it called (CVE-2025-1550, mended in Keras 3.9); that the repair could be passed by with functions of Keras itself (CVE-2025-8747, mended in 3.11.0);
# that a plan could switch safe mode off before its lambda came up (CVE-2025-9906, also 3.11.0); and that for `.h5` files safe mode was ignored altogether (CVE-2025-9905, mended in 3.11.3). Newer versions close these holes. Nobody can promise that they were the last. So a model file from a stranger deserves the caution of a program from a
# stranger: take it from people you trust, keep Keras up to date, and if you must look at one, do it in a container that holds nothing of yours. This course does not trust your files, either: they are graded without `load_model`.
#
# ## Going on tomorrow
#
# You stop a training in the evening and go on in the morning. What must the file hold? `pricer` has 8 epochs behind it, and lies in two files: the whole model, and the numbers alone. Now it goes on for 8 steps, each on all rows at once, in three ways: without a stop, from the whole model, and from the numbers alone. **Predict before you run:** which curves will lie on each other?


# %%
def steps(model, count):
    """Train on all training rows at once, and return the loss before each step."""
    log = model.fit(train_x, train_y, epochs=count, batch_size=len(train_x), verbose=0)
    return log.history["loss"]


forgetful = new_pricer()
with warnings.catch_warnings(record=True) as heard:
    warnings.simplefilter("always", UserWarning)
    forgetful.load_weights(folder / "pricer.weights.h5")
curves = {
    "without a stop": steps(pricer, 8),
    "from the whole model": steps(keras.models.load_model(folder / "pricer.keras"), 8),
    "from the numbers alone": steps(forgetful, 8),
}

# %%
figure, axes = plt.subplots(figsize=(7, 3.5))
for (name, losses), style in zip(curves.items(), ["o-", "x--", "s:"], strict=True):
    axes.plot(range(1, 9), losses, style, label=name)
axes.set(xlabel="step", ylabel="loss (MSE)", title="The morning after")
axes.legend()
plt.show()

# %% [markdown]
# *Picture:* the loss before each of 8 steps. Circles (without a stop) and crosses (from the whole model) lie exactly on each other and change little. Squares (from the numbers alone) start at the same height, jump up at the second step by more than a third, and zigzag on their own way.
#
# The first loss is the same for all: the numbers came along every time. The **next step** is not. What did the warning say?

# %%
print([str(warning.message).split(",")[0] for warning in heard])
whole, numbers = curves["from the whole model"], curves["from the numbers alone"]
straight = curves["without a stop"]
print("same first loss: ", np.isclose(whole[0], straight[0]), np.isclose(numbers[0], straight[0]))
print("same next losses:", np.allclose(whole, straight), np.allclose(numbers, straight))

# %% [markdown]
# *Skipping variable loading for optimizer*: a new optimiser has no memory yet, so there was no place for the old one, and Adam started from nothing: no running means, step counter at 0. Its first steps are then as large as they can be, whatever the slope, and throw the loss about. Often it recovers, sometimes it even gets ahead. But it is another training, and few people notice.
#
# The same loss happens in plain sight when you call `compile` on a loaded model "to be sure": **`compile` makes a new optimiser.** Look at its counter.

# %%
morning = keras.models.load_model(folder / "pricer.keras")
print("steps that the loaded optimiser has made:", int(morning.optimizer.iterations))
morning.compile(loss="mse", optimizer=keras.optimizers.Adam(0.02))
print("after compiling again:", int(morning.optimizer.iterations))

# %% [markdown]
# ### Your turn: `go_on`
#
# Complete `go_on(path, x, y, epochs)`. It takes up the training of the compiled model in the file `path`, trains it for `epochs` **more** epochs on `x` and `y`, writes it back to the same file, and returns it. Called night after night, it must make the steps that one long training would have made.
#
# <details><summary>Hint</summary>Three calls. What is compiled already needs no fourth.</details>
# <details><summary>Deeper hint</summary>Load the whole model, not its numbers. Write it back <strong>after</strong> training. Settings that nobody asked for, such as a learning rate, stay out of it: the file knows them.</details>


# %% solution="go_on"
def go_on(path, x, y, epochs):
    """Train the model in a file for some more epochs, write it back, and return it."""
    ### BEGIN SOLUTION
    model = keras.models.load_model(path)
    model.fit(x, y, epochs=epochs, verbose=0)
    model.save(path)
    return model
    ### END SOLUTION


# %% grade="go_on"
keras.models.load_model(folder / "pricer.keras").save(folder / "night.keras")
rested = go_on(folder / "night.keras", train_x[:32], train_y[:32], 1)
assert rested is not None, "Exercise go_on: the function returns nothing yet."
assert isinstance(rested, keras.Model), "Exercise go_on: the trained model should come back."
assert rested.compiled, "Exercise go_on: what came back can't be trained further."

# %% [markdown]
# ## For others: export
#
# A server that prices stones doesn't train. It needs no layers, no loss, no Python class, maybe not even Keras. `export` writes a **SavedModel**: a folder with the computation, frozen as a TensorFlow graph.

# %%
pricer.export(folder / "served", verbose=False)
print(sorted(path.name for path in (folder / "served").iterdir()))

# %% [markdown]
# A folder: that looks like what old books save and load. **Predict before you run:** does `load_model` take it?

# %% tags=["raises-exception"]
with contextlib.chdir(folder):
    keras.models.load_model("served")

# %% [markdown]
# No, and the error names the way: `TFSMLayer` wraps the folder as a **layer**. `call_endpoint` says which of its entrances to use; `export` calls it `serve`, older files `serving_default`.

# %%
served = keras.layers.TFSMLayer(folder / "served", call_endpoint="serve")
print("same answers:", np.allclose(served(valid_x), pricer.predict(valid_x, verbose=0), atol=1e-4))
print("knows its layers:", hasattr(served, "layers"), "| can be compiled:", hasattr(served, "compile"))

# %% [markdown]
# The same prices, and nothing else: no layers to look into, no loss. So export is a one-way street. Keep the `.keras` file as well. (A model with a `TFSMLayer` in it is refused in safe mode too: it would run what lies in a folder.)
#
# The temporary folder of this lesson has done its work:

# %%
workshop.cleanup()
print("folder still there:", folder.exists())

# %% [markdown]
# ## Which file for what
#
# | you write | plan | numbers | optimiser's memory | your own code |
# |---|---|---|---|---|
# | `save("….keras")` | yes | yes | yes | name and arguments |
# | `save_weights("….weights.h5")` | no | yes | in the file, and skipped by a new optimiser | no |
# | `to_json()`, `get_config()` | yes | no | no | name and arguments |
# | `clone_model(model)` | yes | **no** | no | as it is |
# | `export("folder")` | frozen | frozen | no | frozen |
#
# ## What you have done
#
# In this lesson you have
#
# - saved a whole model in one file, and opened the file to see plan, numbers and the optimiser's memory;
# - put numbers into a wrong network without an error, and learned to compare answers;
# - met clones that know nothing, and a layer that `set_weights` does not reach;
# - made a class of your own reload: registration, `**kwargs`, `get_config`;
# - resumed a training step for step, and exported a model for others;
# - read why a stranger's file is a stranger's program.
#
# In lesson 08 a callback saves for you, whenever the model has become better.
#
# **Where the ideas come from.** Documentation: [saving and loading](https://keras.io/guides/serialization_and_saving/), [customising what is saved](https://keras.io/guides/customizing_saving_and_serialization/),
# [`export`](https://keras.io/api/models/model_saving_apis/export/). Adam and its memory: D. Kingma and J. Ba, *Adam: A Method for Stochastic Optimization*, 2015. Holes in safe mode: the security advisories of the Keras project, 2025.

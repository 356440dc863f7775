# %% [markdown]
# # 06 · Saving: a model that outlives its notebook
#
# A trained model lives in the memory of your computer. Close the notebook, and
# it is gone, with all the hours that went into it. This lesson is about files:
# what goes into them, what is left out without a message, and what comes back.
#
# In this lesson you
#
# - *save* a whole model, its weights alone, or its architecture alone, and say
#   what each file leaves out;
# - *copy* a model so that the copy gives the same outputs;
# - *write* a class of your own that comes back from its file;
# - *resume* a training so that the next step is the same as if you had never
#   stopped;
# - *export* a model for others, and *refuse* a file from a stranger for good
#   reasons.
#
# **Before you start:** lessons 02, 03 and 05 (`Normalization`, the functional
# API, subclassing).
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
# Write `import keras`, as this cell does. Many books write `from tensorflow
# import keras`. With the versions of this course that gives another module,
# which has no `keras.saving`. You need `keras.saving` below.
#
# A cell whose error belongs to the lesson begins with `%xmode Minimal`. Then
# you see the error's last lines, without Keras's own code.

# %% tags=["raises-exception"]
# %xmode Minimal
from tensorflow import keras as keras_in_tensorflow

keras_in_tensorflow.saving

# %% [markdown]
# The files of this lesson go to a temporary folder. The last cell deletes it,
# so that nothing is left behind. In your own work, take a folder that stays.

# %%
temporary = tempfile.TemporaryDirectory(prefix="saving-")
lesson_dir = Path(temporary.name)
print("files so far:", os.listdir(lesson_dir))

# %% [markdown]
# ## A model worth keeping
#
# We use the diamonds of lesson 02 again: eight features of a stone, and its
# price in thousands of dollars.

# %%
stones = pd.read_csv(DATA / "diamonds" / "diamonds.csv.gz").drop_duplicates()
possible = (stones["x"] > 0) & (stones["y"] > 0) & (stones["y"] < 30)
stones = stones[possible].iloc[::12].copy()  # every twelfth stone is enough
grades = {
    "cut": ["Fair", "Good", "Very Good", "Premium", "Ideal"],
    "color": ["J", "I", "H", "G", "F", "E", "D"],
    "clarity": ["I1", "SI2", "SI1", "VS2", "VS1", "VVS2", "VVS1", "IF"],
}
for column, ladder in grades.items():
    stones[column] = stones[column].map(ladder.index)

# %%
columns = ["clarity", "cut", "color", "carat", "depth", "table", "x", "y"]
features = stones[columns].to_numpy("float32")
prices = stones["price"].to_numpy("float32") / 1000
order = np.random.default_rng(6).permutation(len(features))
train_rows, valid_rows = np.split(order, [int(0.8 * len(order))])
x_train, y_train = features[train_rows], prices[train_rows]
x_valid, y_valid = features[valid_rows], prices[valid_rows]
print(x_train.shape, y_train.shape, x_valid.shape, y_valid.shape)

# %% [markdown]
# A small network comes first. Its `Normalization` layer learns the means and
# variances of the training rows with `adapt`. The layers have names, so that
# you can find them again in the lists below.

# %%
scale = keras.layers.Normalization(name="scale")
scale.adapt(x_train)

inputs = keras.Input(shape=(8,), name="stone")
x = scale(inputs)
x = keras.layers.Dense(24, activation="relu", name="hidden")(x)
outputs = keras.layers.Dense(1, name="price")(x)
pricer = keras.Model(inputs=inputs, outputs=outputs, name="pricer")
pricer.compile(optimizer=keras.optimizers.Adam(learning_rate=0.02), loss="mse")
history = pricer.fit(x_train, y_train, epochs=8, batch_size=64, verbose=2)


# %%
def rmse(model):
    """Return the root mean squared error on the validation rows."""
    errors = np.ravel(model(x_valid)) - y_valid
    return float(np.sqrt(np.mean(errors**2)))


baseline = np.sqrt(np.mean((np.mean(y_train) - y_valid) ** 2))
print(f"RMSE of always saying the mean: {baseline:.2f}")
print(f"RMSE of pricer:                 {rmse(pricer):.2f}")

# %% [markdown]
# From 3.96 thousand dollars to 0.82, give or take 0.06: six other seeds gave
# 0.76 to 0.88. That is worth keeping.
#
# ## The whole model in one file
#
# One call writes everything, into a file whose name ends in `.keras`. One call
# reads it. **Predict before you run:** nobody calls `compile` on the loaded
# model. Can you call `fit` on it?

# %%
pricer.save(lesson_dir / "pricer.keras")
loaded = keras.models.load_model(lesson_dir / "pricer.keras")
print(f"RMSE of the loaded model: {rmse(loaded):.2f}")
print("compiled:", loaded.compiled)
print("loss:", loaded.loss, "| optimizer:", loaded.optimizer.name)

# %% [markdown]
# You can. Loss and optimizer came along, and no line of code that builds the
# network was needed. How does one file hold all that? It is a zip archive, so
# you can look inside.

# %%
with zipfile.ZipFile(lesson_dir / "pricer.keras") as archive:
    print(sorted(archive.namelist()))
    stored = json.loads(archive.read("config.json"))
    archive.extract("model.weights.h5", lesson_dir)
print("class: ", stored["class_name"])
print("layers:", [layer["class_name"] for layer in stored["config"]["layers"]])
print("loss:  ", stored["compile_config"]["loss"])

# %% [markdown]
# The archive has three parts. `metadata.json` says when and with which Keras it
# was written. `config.json` holds the **architecture**, which says which layers
# there are and how they are connected, and with it the settings of `compile`.
# `model.weights.h5` holds the **weights**, which are all the numbers that the
# layers have learned. Here they are, with their shapes:


# %%
def shapes_in(path):
    """Return the shapes of the arrays in an HDF5 file, by their names."""
    shapes = {}

    def visit(name, item):
        if isinstance(item, h5py.Dataset):
            shapes[name] = item.shape

    with h5py.File(path) as file:
        file.visititems(visit)
    return shapes


for name, shape in shapes_in(lesson_dir / "model.weights.h5").items():
    print(f"{name:28} {shape}")

# %% [markdown]
# First come the layers. In this file they stand under their class and a number,
# so `dense` is our layer `hidden`, and `dense_1` is `price`: 8 × 24 + 24
# weights of `hidden`, 24 + 1 of `price`, and three arrays of the scale (means,
# variances, and how many rows it saw). Then follows something that is not part
# of the network: `optimizer/vars`, the **optimizer state**, which is what an
# optimizer keeps from one step to the next. Adam keeps a step counter, the
# learning rate, and for each weight two running means, of its gradients and of
# their squares. You see below what they are good for.
#
# No activation stands in this list, and no order of the layers. These are
# weights without an architecture.
#
# ### What old books do
#
# Before Keras 3, a name without an extension became a *folder*. Read the error:

# %% tags=["raises-exception"]
# %xmode Minimal
pricer.save("pricer")

# %% [markdown]
# The name has to end in `.keras` (or in `.h5`, the format before that one). For
# a folder that a server can run there is `export`, at the end of this lesson.
# The extension alone decides the format, so the argument for it is gone:

# %% tags=["raises-exception"]
# %xmode Minimal
pricer.save("pricer", save_format="tf")

# %% [markdown]
# "Please remove this argument", and give the name its extension:
# `pricer.save("pricer.keras")`.
#
# ### Exercise `keep_whole`
#
# Complete `keep(model, path)`. It writes the **whole** model to the file
# `path`: architecture, weights, loss, optimizer and optimizer state. It returns
# the model **that the file now holds**, loaded from the file and ready for more
# training. So its optimizer has the state that the file holds.
#
# Your function is called with compiled models that you haven't seen, and with a
# `path` (a text or a `Path`) that ends in `.keras` and lies in a folder that
# exists.
#
# <details><summary>Hint</summary>Two calls, and both stand above. What you
# return must not be the model that came in.</details>
# <details><summary>Deeper hint</summary><code>save</code> and <code>load_model</code>
# keep loss, optimizer and optimizer state unless you tell them not to. So no <code>compile</code>
# is needed.</details>


# %% solution="keep_whole"
def keep(model, path):
    """Save a compiled model, and return the model that the file holds."""
    ### BEGIN SOLUTION
    model.save(path)
    return keras.models.load_model(path)
    ### END SOLUTION


# %% grade="keep_whole"
where = "Exercise keep_whole: "
again = keep(pricer, lesson_dir / "mine.keras")
assert again is not None, where + "the function `keep` returns nothing yet."
assert isinstance(again, keras.Model), (
    where + f"return a Keras model, not a {type(again).__name__}."
)
assert (lesson_dir / "mine.keras").exists(), (
    where + "`keep` wrote no file where `path` points."
)
assert again is not pricer, (
    where + "return the model that the file holds, not the one that came in."
)
print("The visible check of keep_whole passed.")

# %% [markdown]
# ## Weights alone
#
# Sometimes you have the code that builds the network, and want to keep the
# weights alone: the file is smaller, and quick to exchange. `save_weights`
# writes it, and takes one extension only:

# %% tags=["raises-exception"]
# %xmode Minimal
pricer.save_weights("pricer.h5")

# %% [markdown]
# Old books also write `save_weights("checkpoint")`, with the same result. The
# name has to end in `.weights.h5`; `.h5` alone is not enough.
#
# To read the weights you need a model with the same architecture. So here is a
# function that builds a network like `pricer`, new and untrained:


# %%
def new_pricer(activation="relu", hidden_layers=1):
    """Return a network like pricer: not adapted, compiled or trained."""
    inputs = keras.Input(shape=(8,), name="stone")
    x = keras.layers.Normalization(name="scale")(inputs)
    for number in range(hidden_layers):
        name = "hidden" if number == 0 else f"hidden_{number}"
        x = keras.layers.Dense(24, activation=activation, name=name)(x)
    outputs = keras.layers.Dense(1, name="price")(x)
    return keras.Model(inputs=inputs, outputs=outputs, name="pricer")


# %% [markdown]
# **Predict before you run:** the new network has never seen a stone, and its
# scale was never adapted. What is its RMSE after `load_weights`?

# %%
pricer.save_weights(lesson_dir / "pricer.weights.h5")
keras.utils.set_random_seed(62)  # the same start in every run
restored = new_pricer()
print(f"RMSE before: {rmse(restored):.2f}")
restored.load_weights(lesson_dir / "pricer.weights.h5")
print(f"RMSE after:  {rmse(restored):.2f}")

# %% [markdown]
# It is the RMSE of `pricer`. The means and variances of the scale are weights
# too (weights that training does not change), so they came along.
#
# Now another architecture: two hidden layers instead of one.

# %%
deeper = new_pricer(hidden_layers=2)
with warnings.catch_warnings(action="ignore"):  # two warnings repeat the error
    try:
        deeper.load_weights(lesson_dir / "pricer.weights.h5")
    except ValueError as error:
        print(str(error).partition(" Target")[0])

# %% [markdown]
# Good: an error (we cut off its end, a page of numbers). In the file the second
# `Dense` layer is `price`, with 24 × 1 weights. Here it is `hidden_1`, which
# needs 24 × 24. **Predict before you run:** what happens with another
# activation, `tanh` instead of `relu`?

# %%
tanh_pricer = new_pricer(activation="tanh")
tanh_pricer.load_weights(lesson_dir / "pricer.weights.h5")
print(f"RMSE: {rmse(tanh_pricer):.2f}")

# %% [markdown]
# No error, and prices that are off by 3 thousand dollars. Only *shapes* are
# compared, and an activation has none. That is the risk of weights alone: they
# fit into every network with arrays of these shapes, and are right in only one
# of them. So keep the architecture with them.
#
# ## The architecture alone
#
# A **configuration** (config) is the description of a model or layer as plain
# data. `get_config` gives it as a dict, and `from_config` of the same class
# builds a model from it. `to_json` gives it as a text, with the name of the
# class in it, so that `model_from_json` needs nothing else.

# %%
config = pricer.get_config()
print("a dict:", sorted(config))
from_dict = keras.Model.from_config(config)

text = pricer.to_json()
print("a text that names the class:", json.loads(text)["class_name"])
from_text = keras.models.model_from_json(text)

# %% [markdown]
# **Predict before you run:** how good are these two models?

# %%
for name, model in {
    "pricer": pricer,
    "from the dict": from_dict,
    "from the text": from_text,
}.items():
    print(f"{name:13} {model.count_params()} weights, RMSE {rmse(model):.2f}")

# %% [markdown]
# The same layers and the same number of weights, with new random values. Both
# models are untrained. (Their RMSE depends on chance.)
#
# Books from before 2022 use YAML for the text. That function was taken away,
# because reading YAML could run code that stood in it. JSON is the current way.

# %% tags=["raises-exception"]
# %xmode Minimal
pricer.to_yaml()

# %% [markdown]
# ### Exercise `two_files`
#
# The architecture in one file, the weights in another: people do this to read
# the architecture, or to send new weights every night.
#
# 1. `pack(model, folder)` writes two files into the folder:
#    `architecture.json`, with the text that `to_json` gives, and
#    `model.weights.h5`, with the weights of the model.
# 2. `unpack(folder)` returns a model with the same outputs, made from **these
#    two files alone**. It has to work in another notebook, on another day, also
#    when the folder was moved and other models were packed since.
#
# Both are called with models that you haven't seen, some `Sequential`, some
# functional. The folder is a text or a `Path`, and exists. The model that comes
# back need not be compiled.
#
# <details><summary>Hint</summary>First build the model from the architecture,
# then read the weights into it. You don't need to know how the model was built:
# the text says it.</details>
# <details><summary>Deeper hint</summary><code>Path(folder,
# "architecture.json")</code> has <code>write_text</code> and <code>read_text</code>.
# A model from JSON has its weights at once, so <code>load_weights</code> can
# follow.</details>


# %% solution="two_files"
def pack(model, folder):
    """Write architecture.json and model.weights.h5 into a folder."""
    ### BEGIN SOLUTION
    Path(folder, "architecture.json").write_text(model.to_json())
    model.save_weights(Path(folder, "model.weights.h5"))
    ### END SOLUTION


def unpack(folder):
    """Return the model that the two files in a folder describe."""
    ### BEGIN SOLUTION
    model = keras.models.model_from_json(
        Path(folder, "architecture.json").read_text()
    )
    model.load_weights(Path(folder, "model.weights.h5"))
    return model
    ### END SOLUTION


# %% grade="two_files"
where = "Exercise two_files: "
pack(pricer, lesson_dir)
for file_name in ["architecture.json", "model.weights.h5"]:
    assert (lesson_dir / file_name).exists(), (
        where + f"`pack` wrote no file {file_name} into the folder."
    )
unpacked = unpack(lesson_dir)
assert unpacked is not None, where + "`unpack` returns nothing yet."
assert isinstance(unpacked, keras.Model), (
    where + f"return a Keras model, not a {type(unpacked).__name__}."
)
print("The visible check of two_files passed.")

# %% [markdown]
# ## Clones
#
# You want to try something on a model without changing the model itself? Keras
# has `clone_model`. **Predict before you run:** how good is the clone of a good
# model?

# %%
keras.utils.set_random_seed(63)  # the same start in every run
clone = keras.models.clone_model(pricer)
clone.save(lesson_dir / "clone.keras")
reloaded_clone = keras.models.load_model(lesson_dir / "clone.keras")
print(f"RMSE of the clone:           {rmse(clone):.2f}")
print(f"RMSE of the clone's file:    {rmse(reloaded_clone):.2f}")

# %% [markdown]
# A *clone* has the architecture of the original, and *new random weights*.
# If you save it, you save an untrained model, and nothing warns you. So hand
# the weights over, as you did in lesson 03. **Predict before you run:** what is
# the RMSE now?

# %%
clone.set_weights(pricer.get_weights())
for cloned, original in zip(clone.weights, pricer.weights, strict=True):
    print(f"{original.path:20} equal: {np.array_equal(cloned, original)}")
print(f"RMSE of the clone: {rmse(clone):.2f}")

# %% [markdown]
# Every weight is equal, and the prices are worse than before! The reason is
# `Normalization`. It computes with constants. It makes them from its weights,
# when it is built and after `adapt`. `set_weights` changes the weights, and
# leaves the constants as they were. Reading a *file* makes them anew:

# %%
clone.load_weights(lesson_dir / "pricer.weights.h5")
print(f"RMSE of the clone, weights from a file: {rmse(clone):.2f}")

# %% [markdown]
# (Load *before* the first `predict` or `evaluate`. Their first call makes a
# graph, which keeps the constants that it found.) You need not memorize which
# layers are like this. Remember the habit: *compare outputs*, not weights,
# whenever you have copied or loaded a model.
#
# ### Exercise `spare_copy`
#
# Complete `spare_copy(model)`. It returns a copy with the same architecture and
# the **same outputs**, whose weights are **its own**: when the original
# changes, the copy stays as it is. The copy can be saved, and its file gives
# the same outputs too. This also holds for models with an adapted
# `Normalization` layer.
#
# Your function is called with models that you haven't seen. Whether the copy is
# compiled is up to you. Write files that you need on the way to a temporary
# folder.
#
# <details><summary>Hint</summary>You have seen two ways of handing weights
# over. One of them works for every layer.</details>
# <details><summary>Deeper hint</summary><code>with
# tempfile.TemporaryDirectory() as place:</code> gives you a folder that is
# deleted afterwards. Which of the files of this lesson holds architecture and
# weights?</details>


# %% solution="spare_copy"
def spare_copy(model):
    """Return a copy: same architecture and outputs, weights of its own."""
    ### BEGIN SOLUTION
    with tempfile.TemporaryDirectory() as place:
        model.save(f"{place}/model.keras")
        return keras.models.load_model(f"{place}/model.keras")
    ### END SOLUTION


# %% grade="spare_copy"
where = "Exercise spare_copy: "
spare = spare_copy(pricer)
assert spare is not None, where + "the function returns nothing yet."
assert isinstance(spare, keras.Model), (
    where + f"return a Keras model, not a {type(spare).__name__}."
)
assert spare.count_params() == pricer.count_params(), (
    where + f"pricer has {pricer.count_params()} weights, "
    f"the copy has {spare.count_params()}."
)
print("The visible check of spare_copy passed.")

# %% [markdown]
# ## Classes of your own
#
# `Sequential` and functional models are made of Keras's own layers, so Keras
# can build them from a configuration. Of a class that *you* wrote, the
# configuration holds the name and the arguments. The code stays with you. Here
# is a class as most people write it first:


# %%
class Pricer(keras.Model):
    def __init__(self, units=8):
        super().__init__()
        self.hidden = keras.layers.Dense(units, activation="relu")
        self.price = keras.layers.Dense(1)

    def call(self, inputs):
        return self.price(self.hidden(inputs))


first_try = Pricer(units=24)
first_try(x_valid)  # the first call makes the weights
first_try.save(lesson_dir / "first.keras")
print("saved:", (lesson_dir / "first.keras").exists())

# %% [markdown]
# It saves without a complaint. Nobody looks at the file again until it is
# needed:

# %% tags=["raises-exception"]
# %xmode Minimal
keras.models.load_model(lesson_dir / "first.keras")

# %% [markdown]
# **Could not locate class 'Pricer'.** The file says "a Pricer", and Keras does
# not know this class, although it stands right above. Keras looks only at **registered**
# classes, which are those that you have put on its list, with a package name of
# your choice. The error names the decorator. On a class that exists you can
# call it like any function:

# %% tags=["raises-exception"]
# %xmode Minimal
keras.saving.register_keras_serializable(package="gems")(Pricer)
first_try.save(lesson_dir / "first.keras")
keras.models.load_model(lesson_dir / "first.keras")

# %% [markdown]
# One step further. Now Keras finds the class and calls it with all that stands
# in the configuration, and that is more than `units`: Keras's own arguments are
# there too, such as `trainable`, `dtype` and `name`. The last line of the error
# says *unexpected keyword argument*. The solution is `**kwargs`, handed on to
# `super().__init__`.


# %%
@keras.saving.register_keras_serializable(package="gems")
class Pricer(keras.Model):
    def __init__(self, units=8, **kwargs):
        super().__init__(**kwargs)
        self.hidden = keras.layers.Dense(units, activation="relu")
        self.price = keras.layers.Dense(1)

    def call(self, inputs):
        return self.price(self.hidden(inputs))


second_try = Pricer(units=24)
second_try(x_valid)
second_try.save(lesson_dir / "second.keras")
print("units in the configuration:", second_try.get_config()["units"])

# %% [markdown]
# We asked for 24 units, and the configuration says 8: Keras knows only the
# default in `__init__`. So what happens when it is loaded?

# %% tags=["raises-exception", "nbval-ignore-output"]
# %xmode Minimal
keras.models.load_model(lesson_dir / "second.keras")

# %% [markdown]
# *Objects could not be loaded*: Keras built the model with 8 units, and the
# file has weights for 24. (The line with "0 variables" hides that.) You are
# lucky to see an error. If the argument shaped no weight (a threshold, a rate),
# the model would load and work with the default, without a message.
#
# So the third part is `get_config`. It adds *every* argument of `__init__` to
# the configuration of the parent class.


# %%
@keras.saving.register_keras_serializable(package="gems")
class Pricer(keras.Model):
    def __init__(self, units=8, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.hidden = keras.layers.Dense(units, activation="relu")
        self.price = keras.layers.Dense(1)

    def call(self, inputs):
        return self.price(self.hidden(inputs))

    def get_config(self):
        return {**super().get_config(), "units": self.units}


# %% [markdown]
# Registration, `**kwargs`, `get_config`. **Predict before you run:** is the
# model that comes back a functional one, or a `Pricer`?

# %%
third_try = Pricer(units=24)
third_try(x_valid)
third_try.save(lesson_dir / "third.keras")
reloaded = keras.models.load_model(lesson_dir / "third.keras")
print(type(reloaded).__name__, "with", reloaded.units, "units")
print("same outputs:", np.allclose(reloaded(x_valid), third_try(x_valid)))

# %% [markdown]
# A `Pricer`, with your code in it. The file holds the name `gems>Pricer` and no
# code. Whoever loads it has to run the cell with the class first.
#
# What if you can't change a class, because somebody else wrote it? Then name it
# when you load: `load_model(path, custom_objects={"Pricer": Pricer})`.
# Functions are registered in the same way, such as an activation of your own:


# %%
@keras.saving.register_keras_serializable(package="gems")
def signed_log(values):
    """Return the logarithm of 1 + |value|, with the sign of the value."""
    return keras.ops.sign(values) * keras.ops.log1p(keras.ops.abs(values))


small = keras.Sequential(
    [keras.Input((8,)), keras.layers.Dense(4, activation=signed_log)]
)
small.save(lesson_dir / "small.keras")
reloaded_small = keras.models.load_model(lesson_dir / "small.keras")
print("activation:", reloaded_small.layers[0].activation.__name__)

# %% [markdown]
# And `.h5`, which old books use for everything? A class of yours goes in,
# registered and with `get_config`, and does not come out:

# %% tags=["raises-exception", "nbval-ignore-output"]
# %xmode Minimal
third_try.save(lesson_dir / "third.h5")
keras.models.load_model(lesson_dir / "third.h5")

# %% [markdown]
# `.h5` is for reading old files of plain models. And don't write both formats
# "to be safe": in the Keras of this course, saving a compiled model as `.h5`
# changes the *model*. **Predict before you run:** `pricer` was compiled with
# Adam. Which optimizer comes back from a `.keras` file that is written after
# the `.h5`?

# %%
both = keras.models.load_model(lesson_dir / "pricer.keras")
both.save(lesson_dir / "both.h5")
both.save(lesson_dir / "both.keras")
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    after_h5 = keras.models.load_model(lesson_dir / "both.keras")
print("optimizer:", after_h5.optimizer.name)
print("steps it has made:", int(after_h5.optimizer.iterations))
print("warning:", caught[0].message)

# %% [markdown]
# Writing the `.h5` took the optimizer's configuration out of the *model*. So
# the file that was written next holds the variables of Adam, and not its name:
# Keras made a new optimizer with its default, RMSprop, whose variables don't
# fit. It said so in a warning that is easily overlooked.
#
# And the `.h5` itself? **Predict before you run:** it holds only layers of
# Keras and the loss `"mse"`. Does it load?

# %% tags=["raises-exception"]
# %xmode Minimal
keras.models.load_model(lesson_dir / "both.h5")

# %% [markdown]
# It does not: with the versions of this course, the short name `"mse"` can't be
# read back from an `.h5`. (With `compile=False` you get the model without loss
# and optimizer.) Write `.keras`, and no `.h5`.
#
# ### Exercise `reloadable`
#
# Write the class `FlooredPricer`, a `keras.Model` that reloads.
#
# - It has a hidden `Dense` layer of `units` units with ReLU, and a `Dense`
#   layer with one linear output.
# - No price is below the number `floor`: a smaller one becomes `floor`. For
#   rows of any number of features, shape `(rows, features)`, it returns prices
#   of shape `(rows, 1)`.
# - It is made by `FlooredPricer(units=6, floor=0.5)`. Without `floor`, the
#   floor is `0.0`.
# - It is registered, its `get_config` holds every argument, and `from_config`
#   makes it again. What `load_model` brings back has the same settings, the
#   same name and the same outputs.
#
# <details><summary>Hint</summary>Three things made <code>Pricer</code> come
# back. How many arguments has your class, and which of them shapes no
# weight?</details>
# <details><summary>Deeper hint</summary><code>keras.ops.maximum(prices,
# self.floor)</code> is the floor. Save and load a model whose floor is not the
# default, and compare the outputs.</details>

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

    def call(self, inputs):
        return keras.ops.maximum(self.price(self.hidden(inputs)), self.floor)

    def get_config(self):
        return {
            **super().get_config(),
            "units": self.units,
            "floor": self.floor,
        }


### END SOLUTION

# %% grade="reloadable"
where = "Exercise reloadable: "
assert FlooredPricer is not ..., where + "replace the dots by a class."
assert isinstance(FlooredPricer, type), where + "FlooredPricer is not a class."
assert issubclass(FlooredPricer, keras.Model), where + "it is no keras.Model."
floored = FlooredPricer(units=4, floor=1.5)
shape = tuple(floored(x_valid[:5]).shape)
assert shape == (5, 1), (
    where + "for five stones the prices should have the shape (5, 1), "
    f"not {shape}."
)
floored.save(lesson_dir / "floored.keras")
print("The visible check of reloadable passed.")

# %% [markdown]
# ## A stranger's file
#
# A `Lambda` layer wraps a Python function. Where is its code when the model is
# saved? If the function is a lambda, *in the file*, as bytes. Saving works.
# **Predict before you run:** does loading work too?

# %% tags=["raises-exception"]
# %xmode Minimal
doubler = keras.Sequential(
    [keras.Input((8,)), keras.layers.Lambda(lambda values: 2 * values)]
)
doubler.save(lesson_dir / "doubler.keras")
keras.models.load_model(lesson_dir / "doubler.keras")

# %% [markdown]
# Refused, for a good reason: to load this model is to *run code out of a
# file*. Such code could delete your files or send them away. `load_model`
# works in **safe mode**, which refuses files that hold Python code, unless you
# say `safe_mode=False`. Don't say it to get rid of an error. You can write a
# registered function or layer instead, as above, or compute `2 * values` in a
# functional model.
#
# Is safe mode safe? Not completely. Several attacks that pass it were found in
# 2025. (A CVE number names a known security hole.) A hand-made `config.json`
# could name any function of any module and have it called (CVE-2025-1550,
# repaired in Keras 3.9). The repair could be avoided with functions of Keras
# itself (CVE-2025-8747, repaired in 3.11.0). A configuration could switch safe
# mode off before its lambda was read (CVE-2025-9906, also 3.11.0). And for
# `.h5` files safe mode was ignored (CVE-2025-9905, repaired in 3.11.3).
#
# Newer versions close these holes. Nobody can promise that they were the last.
# So treat a model file from a stranger like a program from a stranger: take it
# from people you trust, keep Keras up to date, and if you have to look at one,
# do it in a container that holds nothing of yours. This course does not trust
# your files, either: they are graded without `load_model`.
#
# ## Going on tomorrow
#
# You stop a training in the evening and go on in the morning. What must the
# file hold? `pricer` was trained for 8 epochs, and lies in two files: the whole
# model, and the weights alone. Now it goes on for 8 steps, each on all rows at
# once, in three ways: without a stop, from the whole model, and from the
# weights alone. Each time we keep the loss before each step.

# %%
from_whole = keras.models.load_model(lesson_dir / "pricer.keras")

from_weights = new_pricer()
from_weights.compile(
    optimizer=keras.optimizers.Adam(learning_rate=0.02), loss="mse"
)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    from_weights.load_weights(lesson_dir / "pricer.weights.h5")

# %% [markdown]
# **Predict before you run:** which curves will lie on each other?

# %%
losses = {}
for name, model in {
    "without a stop": pricer,
    "from the whole model": from_whole,
    "from the weights alone": from_weights,
}.items():
    history = model.fit(
        x_train, y_train, epochs=8, batch_size=len(x_train), verbose=0
    )
    losses[name] = history.history["loss"]
    print(f"{name:22}", np.round(losses[name][:4], 2))

# %%
figure, axes = plt.subplots(figsize=(7, 3.5))
for (name, curve), style in zip(
    losses.items(), ["o-", "x--", "s:"], strict=True
):
    axes.plot(range(1, 9), curve, style, label=name)
axes.set(xlabel="step", ylabel="loss (MSE)", title="The morning after")
axes.legend()
plt.show()

# %% [markdown]
# *Picture:* the loss before each of 8 steps. Circles (without a stop) and
# crosses (from the whole model) lie on each other and change little. Squares
# (from the weights alone) start at the same height, jump up at the second step
# by more than a third (with other seeds by 2 to 45 percent), and go their own
# way.
#
# The first loss is the same for all three: the weights came along every time.
# The *next step* is not. What did the warning say?

# %%
print(caught[0].message)

# %% [markdown]
# A new optimizer has no state yet, so there was no place for the stored one,
# and Adam started from nothing: no running means, step counter at 0. The first
# steps of such an Adam are as long as the learning rate allows, whatever the
# size of the gradient, so the loss jumps. Often it recovers, sometimes it even
# becomes lower. But it is another training, and few people notice.
#
# The same happens when you call `compile` on a loaded model "to be sure": **`compile`
# makes a new optimizer.** Look at its step counter, after 8 epochs of 57 steps.

# %%
morning = keras.models.load_model(lesson_dir / "pricer.keras")
print("steps of the loaded optimizer:", int(morning.optimizer.iterations))
adam = keras.optimizers.Adam(learning_rate=0.02)
morning.compile(optimizer=adam, loss="mse")
print("steps after compiling again:  ", int(morning.optimizer.iterations))

# %% [markdown]
# ### Exercise `go_on`
#
# Complete `go_on(path, x, y, epochs)`. It loads the compiled model from the
# file `path`, trains it for `epochs` **more** epochs on `x` and `y` with
# Keras's own batch size of 32, writes the trained model back to the same file,
# and returns it. Called night after night, it makes the same steps as one long
# training.
#
# <details><summary>Hint</summary>Three calls. What is compiled already needs no
# fourth.</details>
# <details><summary>Deeper hint</summary>Load the whole model, not its weights
# alone. Write it back <strong>after</strong> training. Don't set a learning
# rate or a loss again: the file holds them.</details>


# %% solution="go_on"
def go_on(path, x, y, epochs):
    """Train the model in a file for more epochs, write it back, return it."""
    ### BEGIN SOLUTION
    model = keras.models.load_model(path)
    model.fit(x, y, epochs=epochs, verbose=0)
    model.save(path)
    return model
    ### END SOLUTION


# %% grade="go_on"
where = "Exercise go_on: "
night_file = lesson_dir / "night.keras"
keras.models.load_model(lesson_dir / "pricer.keras").save(night_file)
rested = go_on(night_file, x_train[:32], y_train[:32], 1)
assert rested is not None, where + "the function returns nothing yet."
assert isinstance(rested, keras.Model), (
    where + f"return the trained model, not a {type(rested).__name__}."
)
assert rested.compiled, (
    where + "what came back is not compiled, so it can't be trained further."
)
print("The visible check of go_on passed.")

# %% [markdown]
# ## For others: export
#
# A server that prices stones doesn't train. It needs no layers, no loss, no
# Python class, maybe not even Keras. `export` writes a **SavedModel**, which is
# a folder with the computation as a TensorFlow graph.

# %%
pricer.export(lesson_dir / "served", verbose=False)
print(sorted(os.listdir(lesson_dir / "served")))

# %% [markdown]
# A folder: this looks like what old books save and load. **Predict before you
# run:** does `load_model` take it?

# %% tags=["raises-exception"]
# %xmode Minimal
with contextlib.chdir(lesson_dir):
    keras.models.load_model("served")

# %% [markdown]
# No, and the error names the solution: `TFSMLayer` wraps the folder as a *layer*.
# `call_endpoint` is the name of the function in the folder that it calls.
# `export` names it `serve`, older files `serving_default`.

# %%
served = keras.layers.TFSMLayer(lesson_dir / "served", call_endpoint="serve")
print("TFSMLayer:", np.round(np.ravel(served(x_valid[:4])), 2))
print("pricer:   ", np.round(np.ravel(pricer(x_valid[:4])), 2))
print("has layers:", hasattr(served, "layers"))
print("can be compiled:", hasattr(served, "compile"))

# %% [markdown]
# The same prices, and nothing else: no layers to look into, no loss. You can't
# get the Keras model back from the folder, so keep the `.keras` file as well.
# (A model with a `TFSMLayer` in it is refused in safe mode too: it would run
# what lies in a folder.)
#
# The temporary folder of this lesson is no longer needed:

# %%
temporary.cleanup()
print("folder still there:", lesson_dir.exists())

# %% [markdown]
# ## What you have done
#
# In this lesson you have
#
# - saved a whole model in one file, and opened the file to see architecture,
#   weights and optimizer state;
# - put weights into a wrong network without an error, and learned to compare
#   outputs;
# - met clones that are untrained, and a layer that `set_weights` does not
#   reach;
# - made a class of your own reload: registration, `**kwargs`, `get_config`;
# - resumed a training step for step, and exported a model for others;
# - read why a file from a stranger is a program from a stranger.
#
# Which file holds what:
#
# | you write | architecture | weights | optimizer state | your own code |
# |:---|:---|:---|:---|:---|
# | `save("….keras")` | yes | yes | yes | name and arguments |
# | `save_weights("….weights.h5")` | no | yes | in the file, and skipped by a new optimizer | no |
# | `to_json()`, `get_config()` | yes | no | no | name and arguments |
# | `clone_model(model)` | yes | *no* | no | as it is |
# | `export("folder")` | as a graph | as a graph | no | as a graph |
#
# In lesson 08 a callback saves for you, whenever the model has become better.
#
# ## Going further
#
# - A `StringLookup` or `TextVectorization` layer has a vocabulary, which is no
#   array of numbers. Where does the `.keras` file keep it? Save one, open the
#   archive, and look. The guide on [customizing what is
#   saved](https://keras.io/guides/customizing_saving_and_serialization/) says
#   which methods of a layer write there.
# - How could you share weights so that no code can come along? Read about the
#   [safetensors](https://huggingface.co/docs/safetensors/index) format, and
#   compare with what you found in `model.weights.h5`.
# - Does a training that was resumed after an epoch see the same batches as one
#   that never stopped? Adam goes on where it was: what else has a state? Lesson
#   08 has `BackupAndRestore`.
#
# **Where this comes from.** Documentation: [saving and
# loading](https://keras.io/guides/serialization_and_saving/), [customizing what
# is saved](https://keras.io/guides/customizing_saving_and_serialization/),
# [`export`](https://keras.io/api/models/model_saving_apis/export/). Adam and
# its running means: D. Kingma and J. Ba, *Adam: A Method for Stochastic
# Optimization*, 2015. Holes in safe mode: the security advisories of the Keras
# project, 2025.

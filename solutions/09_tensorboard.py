# %% [markdown]
# # 09 · TensorBoard: compare trainings
#
# `History` gives you a dict, and it is lost when the kernel stops. **TensorBoard** is a program that shows what was written about trainings in files: curves, histograms of weights, pictures, texts, sounds, word vectors. You look at all of it in a browser, today's training beside last week's.
#
# In this lesson you
#
# - *log* every training into a folder of its own, and *compare* two learning rates fairly;
# - *read* the files back in Python, with or without a browser;
# - *write* scalars, histograms, pictures, texts and sounds of your own with `tf.summary`;
# - *find* mistakes that raise no error: trainings that share a folder, points that are all at step 0, white pictures;
# - *show* what a text model has learned about words in the embedding projector.
#
# **Before you start:** lessons 01 and 08 (learning curves, callbacks); 06 for copies of models.
#
# **Time:** 80 minutes.

# %%
import coursework

DATA = coursework.setup(seed=9)

# %%
import json
import os
import re
import shutil
import tempfile
from datetime import datetime
from pathlib import Path

import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf

# %% [markdown]
# TensorBoard is a package of its own, `tensorboard`. The TensorFlow of this course does not install it, so the course's environment lists it by name. Do the same in your own projects. Two parts of it are used from Python below, a reader of its files and its projector:

# %%
from tensorboard.backend.event_processing.event_accumulator import (
    EventAccumulator,
)
from tensorboard.plugins import projector

# %% [markdown]
# All files of this lesson go into a temporary folder. It is deleted when you close the notebook. A helper lists the files below a folder. Their names end with a time and a process number, which it shows as `#`:

# %%
temporary = tempfile.TemporaryDirectory(prefix="board-")
log_root = Path(temporary.name)


def files_in(folder):
    """List the files below a folder, with changing endings as #."""
    paths = [path for path in Path(folder).rglob("*") if path.is_file()]
    names = sorted(path.relative_to(folder).as_posix() for path in paths)
    return [re.sub(r"tfevents\..*", "tfevents.#", name) for name in names]


print("files so far:", files_in(log_root))

# %% [markdown]
# ## A folder for each run
#
# The data are the clothes of lesson 01: 1,500 pictures for training, 500 for validation. That is few, and enough: today we watch trainings, and don't look for the best model.

# %%
(all_images, all_labels), _ = keras.datasets.fashion_mnist.load_data()
x_train, y_train = all_images[:1500] / np.float32(255), all_labels[:1500]
x_valid, y_valid = (
    all_images[1500:2000] / np.float32(255),
    all_labels[1500:2000],
)
class_names = ["T-shirt", "trousers", "pullover", "dress", "coat"]
class_names += ["sandal", "shirt", "sneaker", "bag", "boot"]


# %%
def build_model(rate):
    """Return a compiled classifier of clothes."""
    layers = [
        keras.Input(shape=(28, 28), name="pictures"),
        keras.layers.Flatten(name="flatten"),
        keras.layers.Dense(32, activation="relu", name="hidden"),
        keras.layers.Dense(10, activation="softmax", name="output"),
    ]
    model = keras.Sequential(layers, name="clothes")
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate=rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% [markdown]
# One training with its settings is called a **run**. The callback `keras.callbacks.TensorBoard` writes a run into a folder, and the folder's name is the run's name in TensorBoard. A good name says *when* and *what*. Write the year first, then month, day, hour, minute, second: then the order of the alphabet is the order of time.
#
# The first run is a careful one, with a low learning rate. We set the seed before each run, so that all begin with the same weights:

# %%
started = datetime.now()
careful_run = log_root / f"{started:%Y-%m-%d_%H-%M-%S}_careful"
board = keras.callbacks.TensorBoard(log_dir=careful_run)
keras.utils.set_random_seed(9)
model = build_model(0.003)
careful_history = model.fit(
    x_train,
    y_train,
    epochs=6,
    validation_data=(x_valid, y_valid),
    callbacks=[board],
    verbose=2,
)

# %%
print(re.sub(r"\d", "0", careful_run.name))
print(*files_in(careful_run), sep="\n")

# %% [markdown]
# (We print every digit of the name as 0, since your clock shows another time.)
#
# Two **event files**, each in a folder of its own: `train` and `validation`. TensorBoard draws them as two curves in one chart. Without `validation_data` there is no second folder and no second curve, and you can't see overfitting.
#
# ### What old books do
#
# Some arguments of the callback are gone. Old code that uses them stops here:

# %% tags=["raises-exception"]
# %xmode Minimal
keras.callbacks.TensorBoard(log_root, histogram_freq=1, batch_size=32)

# %% [markdown]
# `batch_size` was for histograms of values on validation data. Today's histograms, which you see below, are of weights. They need no data, so `histogram_freq=1` is enough. The next one is gone as well:

# %% tags=["raises-exception"]
# %xmode Minimal
keras.callbacks.TensorBoard(log_root, histogram_freq=1, write_grads=True)

# %% [markdown]
# The callback no longer writes gradients. You can compute them with `GradientTape` (lesson 14) and write them with `tf.summary.histogram` (below). Here is today's way, in a brisk run with a high learning rate:

# %%
brisk_run = log_root / f"{started:%Y-%m-%d_%H-%M-%S}_brisk"
board = keras.callbacks.TensorBoard(
    log_dir=brisk_run,
    histogram_freq=1,
    write_graph=True,
)

# %%
keras.utils.set_random_seed(9)
brisk_model = build_model(0.1)
brisk_history = brisk_model.fit(
    x_train,
    y_train,
    epochs=6,
    validation_data=(x_valid, y_valid),
    callbacks=[board],
    verbose=0,
)
names = sorted(folder.name for folder in log_root.iterdir())
print([re.sub(r"\d", "0", name) for name in names])

# %% [markdown]
# Two runs, two folders. `histogram_freq=1` asks for a **histogram** of every weight after each epoch: how many of its numbers lie in which range. `write_graph` (on by default) writes the model's *graph*: its layers, and how they are connected.
#
# ## Open the board
#
# Type these two lines into a new cell below. We don't run them here, because they start a server:
#
# ```
# %load_ext tensorboard
# %tensorboard --logdir {log_root}
# ```
#
# TensorBoard opens *inside the notebook*. The braces put in the value of the variable `log_root`; for a folder of your own, write its path.
#
# ![TensorBoard's page Scalars: the four folders careful and brisk, train and validation, on the left; on the right a chart of the accuracy and one of the loss, with four curves each](board.png)
#
# *Picture:* the page *Scalars* with our two runs, taken in a browser. In the chart of the loss, on the right, the two upper curves are those of the careful run, the two lower ones those of the brisk run. In the chart of the accuracy it is the other way round.
#
# Look for:
#
# - *Time Series* and **Scalars**: `epoch_loss` and `epoch_accuracy`, each with a curve for `train` and one for `validation`. Select runs on the left. Set *Smoothing* to 0: by default you don't see your points but a running average of them.
# - *Graphs*: choose the tag *keras* to see your layers, as `plot_model` draws them.
# - *Distributions* and **Histograms**: the weights, epoch by epoch.
# - *Images*, *Audio*, *Text*, **Projector**, once you have written some. What does not fit into the bar is in the menu at its right end.
#
# The server goes on when the cell is done, even when the kernel restarts. *To stop it*, list the servers that are running, and end yours by its process number:
#
# ```
# from tensorboard import notebook
# notebook.list()        # "… port 6006: logdir … (pid 4711)"
# !kill 4711             # the number after pid
# ```
#
# Without Jupyter, in a terminal: `tensorboard --logdir runs`, then open the address that it prints. Ctrl+C stops it.
#
# ## Read the files back
#
# You can also read event files in Python, to compute with the numbers. `EventAccumulator` is the reader that TensorBoard itself uses:

# %%
reader = EventAccumulator(
    str(brisk_run / "validation"),
    size_guidance={"tensors": 0},
)
reader.Reload()
print(sorted(reader.Tags()["tensors"]))
for point in reader.Tensors("epoch_loss"):
    print(point.step, round(float(tf.make_ndarray(point.tensor_proto)), 2))

# %% [markdown]
# Every point has a **tag** (which curve), a **step** (its place on the x-axis) and a value. Both curves of a run have the tag `epoch_loss`; the folder tells training from validation. (The tags `evaluation_…` hold the same values by training steps.) Everything that TensorFlow 2 writes is under `tensors`. Two functions for what comes next, and a comparison with the `History`:


# %%
def open_run(folder):
    """Return a reader of all event files in a folder, with every point."""
    reader = EventAccumulator(str(folder), size_guidance={"tensors": 0})
    reader.Reload()
    return reader


def scalars(folder, tag):
    """Return two lists: the steps and the values of one curve."""
    points = open_run(folder).Tensors(tag)
    steps = [point.step for point in points]
    values = [float(tf.make_ndarray(point.tensor_proto)) for point in points]
    return steps, values


# %%
steps, values = scalars(brisk_run / "validation", "epoch_loss")
print("in the files:  ", np.round(values, 3))
print("in the History:", np.round(brisk_history.history["val_loss"], 3))

# %% [markdown]
# Why `size_guidance`? Without it the reader saves memory and keeps a *sample* of each curve. **Predict before you run:** a run of 14 epochs. Do all 14 points come back?

# %%
with tf.summary.create_file_writer(str(log_root / "long")).as_default():
    for epoch in range(14):
        tf.summary.scalar("epoch_loss", 1 / (1 + epoch), step=epoch)

sampling_reader = EventAccumulator(str(log_root / "long"))
sampling_reader.Reload()
print("by default:", len(sampling_reader.Tensors("epoch_loss")), "points")
all_steps, all_values = scalars(log_root / "long", "epoch_loss")
print("with size_guidance:", len(all_steps), "points")

# %% [markdown]
# Ten, from a curve of 14. Your best epoch may be among those that are missing. `0` means: keep all.
#
# ### Two learning rates
#
# Both runs started from the same weights and saw the same data in the same order. Only the learning rate differs: 0.003 (careful) and 0.1 (brisk). **Predict before you run:** which loss of the brisk run is larger in its first epoch, that of training or that of validation?

# %%
figure, axes = plt.subplots(figsize=(7, 3.5))
runs = {"careful": (careful_run, "s"), "brisk": (brisk_run, "o")}
for name, (folder, marker) in runs.items():
    for part, line in {"train": "--", "validation": "-"}.items():
        steps, values = scalars(folder / part, "epoch_loss")
        label = f"{name}, {part}"
        axes.plot(steps, values, line, marker=marker, label=label)
    print(f"{name}: last validation loss {values[-1]:.2f}")
axes.set(xlabel="epoch", ylabel="loss", title="Two runs from two folders")
axes.legend()
plt.show()

# %% [markdown]
# *Picture:* loss over six epochs. Squares (careful) fall slowly, almost in straight lines, from 2.3 to about 1.7. Circles (brisk) fall fast at first and then slowly, down to about 0.6. In both runs the dashed training curve begins above the solid validation curve; in the brisk run the two meet at the end.
#
# The careful run isn't wrong, it is at its beginning: with a validation loss of 1.7 after six epochs it is still behind the brisk one after its first, with 0.92. And why is the training loss the larger one at first? It is the mean over the whole epoch, while the model still learns; the validation comes after the epoch. When the dashed curve falls and the solid one rises, the model overfits. Two curves in one chart show you that, and two curves need two folders.
#
# ### One folder for all
#
# What if every run logs into the same folder, as in so many tutorials? We copy the files of both runs into one folder, as they would be then, and read the curve back. **Predict before you run:** how many points has it, and which steps?

# %%
shared = log_root / "shared"
for folder in [careful_run, brisk_run]:
    shutil.copytree(folder, shared, dirs_exist_ok=True)
steps, values = scalars(shared / "validation", "epoch_loss")
print(steps)
print(np.round(values, 2))

# %% [markdown]
# Twelve points on six steps: the curve runs to the right, jumps back to step 0 (from 1.70 to 0.92), and runs once more. What does TensorBoard make of it? It takes the jump for a training that crashed and was started again, *drops* the first six points, and shows the last run alone. (Older versions draw all twelve as one line.) You no longer see the careful run. And nothing raised an error.
#
# ### Exercise `two_rates`
#
# Complete `compare_rates(model, x, y, valid, rates, moment, root)`. For **each** learning rate in the list `rates` it trains a copy of `model`. All copies start from **the weights that `model` has**, and each run is logged into a folder of its own directly below `root`.
#
# - Train with the optimizer `SGD`, the loss `"mse"` and Keras's own batch size, for 3 epochs on `x` and `y`. `valid` is a pair of inputs and targets, the validation data.
# - `moment` is a `datetime`: when the comparison was started. The names of the folders, in the order of the alphabet, are in the order of time. A second comparison that starts one second later gets other folders.
# - `model` is not compiled. Its weights stay as they are.
# - `root` is a path that need not exist: the callback makes all folders.
#
# <details><summary>Hint</summary>A name needs two things to be unique here: the moment, to the second, and the rate. For copies with the same weights, think of lesson 06: a clone has new weights.</details>
# <details><summary>Deeper hint</summary>Everything happens inside a loop over <code>rates</code>: <code>clone_model</code>, <code>set_weights</code>, <code>compile</code>, a callback with a folder whose name is made of <code>moment</code> and the rate, <code>fit</code>.</details>


# %% solution="two_rates"
def compare_rates(model, x, y, valid, rates, moment, root):
    """Train a copy of the model with each rate, each in its own folder."""
    ### BEGIN SOLUTION
    for rate in rates:
        copy = keras.models.clone_model(model)
        copy.set_weights(model.get_weights())
        copy.compile(optimizer=keras.optimizers.SGD(rate), loss="mse")
        name = f"{moment:%Y-%m-%d_%H-%M-%S}_rate_{rate}"
        board = keras.callbacks.TensorBoard(log_dir=Path(root) / name)
        copy.fit(
            x,
            y,
            epochs=3,
            validation_data=valid,
            callbacks=[board],
            verbose=0,
        )
    ### END SOLUTION


# %% grade="two_rates"
where = "Exercise two_rates: "
line = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
ramp = np.linspace(0, 1, 8, dtype="float32").reshape(8, 1)
place = tempfile.mkdtemp(dir=temporary.name)
when = datetime(2026, 3, 7, 9, 5)
pair = (ramp, 2 * ramp)
compare_rates(line, ramp, 2 * ramp, pair, [0.1, 0.2], when, place)
found = sorted(os.listdir(place))
assert found, where + "`compare_rates` wrote nothing below `root` yet."
asked = "two rates need two folders directly below `root`, not "
assert len(found) == 2, where + asked + f"{found}."
print("The visible check of two_rates passed.")

# %% [markdown]
# ### Exercise `best_run`
#
# On Monday you look at what was trained over the weekend. Complete `best_run(root)`. It looks through all run folders directly below `root`, written by the `TensorBoard` callback, and returns a pair:
#
# - the **name** of the run with the smallest validation loss that any run had at any step: the name of its folder, as text;
# - the **step** of that loss, as it is in the file. A run that was continued does not begin at step 0.
#
# A run without validation is left out.
#
# <details><summary>Hint</summary>The last value of a curve is not its smallest. And which of the two folders in a run holds the validation curve?</details>
# <details><summary>Deeper hint</summary><code>scalars(folder / "validation", "epoch_loss")</code> gives steps and values of one run. Make a list of <code>(value, name, step)</code>; <code>min</code> of a list of tuples compares the first entries. <code>Path.is_dir()</code> tells whether a folder exists.</details>


# %% solution="best_run"
def best_run(root):
    """Return the name and the step of the smallest validation loss."""
    ### BEGIN SOLUTION
    found = []
    for folder in Path(root).iterdir():
        if (folder / "validation").is_dir():
            steps, values = scalars(folder / "validation", "epoch_loss")
            best = np.argmin(values)
            found.append((values[best], folder.name, steps[best]))
    loss, name, step = min(found)
    return name, step
    ### END SOLUTION


# %% grade="best_run"
where = "Exercise best_run: "
place = tempfile.mkdtemp(dir=temporary.name)
for name, losses in {"saturday": [3.0, 2.0], "sunday": [3.0, 2.5]}.items():
    folder = f"{place}/{name}/validation"
    with tf.summary.create_file_writer(folder).as_default():
        for step, loss in enumerate(losses):
            tf.summary.scalar("epoch_loss", loss, step=step)
tried = best_run(place)
assert tried is not None, where + "the function returns nothing yet."
pairs = (tuple, list, np.ndarray)
assert isinstance(tried, pairs), where + f"it is not a pair, but {tried}."
assert len(tried) == 2, where + f"two things are asked for, not {len(tried)}."
assert isinstance(tried[0], str), where + "the name comes first, as text."
print("The visible check of best_run passed.")

# %% [markdown]
# ## Scalars of your own
#
# The callback logs what Keras knows. Anything else you write yourself. `tf.summary.create_file_writer(folder)` opens an event file, and inside `with writer.as_default():` everything goes into it. A **scalar** is a single number. The first try:

# %% tags=["raises-exception"]
# %xmode Minimal
own_run = log_root / "own"
own_writer = tf.summary.create_file_writer(str(own_run))
with own_writer.as_default():
    tf.summary.scalar("temperature", 21.5)

# %% [markdown]
# **No step set.** TensorFlow doesn't count for you: only you know whether a step is a batch, an epoch or a day. The quickest way to get rid of the error is `step=0`. **Predict before you run:** what does the curve of a week look like then?

# %%
week = [21.5, 22.0, 20.5, 19.0, 18.5, 20.0, 21.0]
with own_writer.as_default():
    for degrees in week:
        tf.summary.scalar("always_zero", degrees, step=0)
    for day, degrees in enumerate(week):
        tf.summary.scalar("temperature", degrees, step=day)
print("always_zero:", scalars(own_run, "always_zero")[0])
print("temperature:", scalars(own_run, "temperature")[0])

# %% [markdown]
# Seven points at step 0. TensorBoard takes each for a new start and shows only the last one: a week becomes a single point. The step is the x-axis; without it there is no curve.
#
# ### Is it in the file yet?
#
# A writer collects in memory, and writes to the file from time to time. **Predict before you run:** we read the file while the `with` block is still open, and once more after it. What is in it?


# %%
def tags_in(folder):
    """Return the tags in the event files of a folder."""
    return open_run(folder).Tags()["tensors"]


week_run = log_root / "week"
with tf.summary.create_file_writer(str(week_run)).as_default():
    for day, degrees in enumerate(week):
        tf.summary.scalar("temperature", degrees, step=day)
    print("inside the block:", tags_in(week_run))
print("after the block: ", tags_in(week_run))

# %% [markdown]
# Inside the block the file exists and holds nothing. The *end of the block* writes what was collected. Old code calls `writer.set_as_default()` once instead, and there is no end. If such a run stops (a crash, a kernel that is killed), what was collected is lost.
#
# The hooks of a callback are different methods, so one block can't enclose them all. Open a short block in every hook that writes, or call `writer.flush()` after each epoch.
#
# ## Histograms
#
# A curve shows one number a step. A **histogram** shows how a whole set of numbers is distributed, such as the weights of a layer. The brisk run wrote them, since we asked with `histogram_freq=1`. A histogram comes back as a table: left edge, right edge, count.


# %%
def histograms(folder, tag):
    """Return a dict: for each step the rows (left, right, count)."""
    points = open_run(folder).Tensors(tag)
    return {point.step: tf.make_ndarray(point.tensor_proto) for point in points}


tags = tags_in(brisk_run / "train")
print(*[tag for tag in tags if tag.endswith("histogram")], sep="\n")
hidden = histograms(brisk_run / "train", "clothes/hidden/kernel/histogram")
print("steps:", sorted(hidden))
print("weights counted at step 0:", int(hidden[0][:, 2].sum()), "=", 784 * 32)

# %% [markdown]
# The bins of two histograms have different widths. So we draw the *density*: the share of the weights in a bin, divided by the bin's width.

# %%
figure, axes = plt.subplots(figsize=(7, 3.5))
for name, line in {"hidden": "-", "output": "--"}.items():
    tag = f"clothes/{name}/kernel/histogram"
    steps = histograms(brisk_run / "train", tag)
    for step, marker in {0: "o", 5: "s"}.items():
        left, right, count = steps[step].T
        density = count / count.sum() / (right - left)
        style = {"linestyle": line, "marker": marker, "markersize": 4}
        label = f"{name}, epoch {step}"
        axes.plot((left + right) / 2, density, label=label, **style)
axes.set(xlabel="weight", ylabel="density", title="Weights of two layers")
axes.legend()
plt.show()

# %% [markdown]
# *Picture:* density of the weights, in 30 bins. Solid lines (hidden layer) make a high, narrow block with a flat top, the uniform distribution that they started from; circles (epoch 0) and squares (epoch 5) lie almost on each other. Dashed lines (output layer) are low and four times as wide, and here the squares reach further out on both sides.
#
# Most of the hidden layer's 25,088 weights hardly changed; the output layer's 320 have a larger standard deviation now. If the histogram of a layer *never* changes, its input may be always zero, or the learning rate too low. If it gets wider and wider, the rate is too high. Your own histogram takes one line: `tf.summary.histogram("tag", numbers, step=epoch)`.
#
# ### Exercise `diary`
#
# Write the class `Diary`, a callback that is made by `Diary(folder)`. `folder` need not exist: the writer makes it. After every epoch the callback writes into event files in `folder`
#
# - the scalar `gap`: validation loss minus training loss, at the step of the epoch, which Keras counts from 0;
# - a histogram of **each** of the model's weights, trainable or not, with the weight's `path` as the tag, at the same step.
#
# When the training ends, everything is in the files.
#
# <details><summary>Hint</summary>Lesson 08: <code>on_epoch_end(self, epoch, logs=None)</code> gets both losses, and <code>self.model</code> is the model. When do you open the writer, and what makes it write to the file?</details>
# <details><summary>Deeper hint</summary>Open it in <code>__init__</code> and keep it as an attribute. The end of a block <code>with self.writer.as_default():</code> in <code>on_epoch_end</code> writes what was collected. <code>self.model.weights</code> is the list of all weights, also of those that aren't trained.</details>

# %% solution="diary"
Diary = ...


### BEGIN SOLUTION
class Diary(keras.callbacks.Callback):
    """Write the gap and all weights after each epoch."""

    def __init__(self, folder):
        super().__init__()
        self.writer = tf.summary.create_file_writer(str(folder))

    def on_epoch_end(self, epoch, logs=None):
        with self.writer.as_default():
            gap = logs["val_loss"] - logs["loss"]
            tf.summary.scalar("gap", gap, step=epoch)
            for weight in self.model.weights:
                tf.summary.histogram(weight.path, weight, step=epoch)


### END SOLUTION

# %% grade="diary"
where = "Exercise diary: "
assert Diary is not ..., where + "write the class in place of the dots."
assert isinstance(Diary, type), where + "Diary is not a class."
assert issubclass(Diary, keras.callbacks.Callback), (
    where + "the class does not derive from keras.callbacks.Callback."
)
place = tempfile.mkdtemp(dir=temporary.name)
line = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
line.compile(loss="mse", optimizer="sgd")
ramp = np.linspace(0, 1, 8, dtype="float32").reshape(8, 1)
pair = (ramp, ramp)
tried = Diary(place)
line.fit(ramp, ramp, validation_data=pair, callbacks=[tried], verbose=0)
assert files_in(place), where + "after a training, `folder` holds no file."
print("The visible check of diary passed.")

# %% [markdown]
# ## The graph
#
# `write_graph` wrote the model's graph into the file, under the tag `keras`. TensorBoard draws it; in Python it is the model's config in JSON, as `to_json` gives it (lesson 06).

# %%
graph_point = open_run(brisk_run / "train").Tensors("keras")[0]
graph_config = json.loads(graph_point.tensor_proto.string_val[0])
print(graph_config["config"]["name"])
for layer in graph_config["config"]["layers"]:
    print(layer["class_name"], layer["config"]["name"])

# %% [markdown]
# ## Pictures, texts, sounds
#
# Which clothes does the brisk model get wrong? A picture tells more than a number. Does `tf.summary.image` take pictures as they come from the data set?

# %% tags=["raises-exception"]
# %xmode Minimal
with own_writer.as_default():
    tf.summary.image("first", all_images[0], step=0)

# %% [markdown]
# It doesn't: it always wants *rank 4* (four axes), even for one picture: (pictures, height, width, channels). Gray pictures have one channel, and this axis has to be there too. `np.newaxis` adds it:

# %%
three = all_images[:3, :, :, np.newaxis]
print(three.shape, three.dtype)
with own_writer.as_default():
    tf.summary.image("whole numbers", three, step=0)
    tf.summary.image("floats", three.astype("float32"), step=0)
    tf.summary.image("scaled", three.astype("float32") / 255, step=0)

# %% [markdown]
# Three times the same pictures: as whole numbers 0–255, as floats 0–255, and as floats 0–1. No error. **Predict before you run:** which of the three come out right?


# %%
def pictures_in(folder, tag):
    """Return the pictures that were written at the first step of a tag."""
    point = open_run(folder).Tensors(tag)[0]
    width, height, *pngs = point.tensor_proto.string_val
    return [tf.io.decode_png(png).numpy()[:, :, 0] for png in pngs]


# %%
figure, panels = plt.subplots(1, 3, figsize=(7, 2.6))
names = ["whole numbers", "floats", "scaled"]
for panel, name in zip(panels, names, strict=True):
    picture = pictures_in(own_run, name)[0]
    panel.imshow(picture, cmap="gray", vmin=0, vmax=255)
    panel.set(title=name, xticks=[], yticks=[])
    print(f"{name}: {len(np.unique(picture))} different grays")
plt.show()

# %% [markdown]
# *Picture:* a boot, three times. On the left and on the right you see all its grays. In the middle it is a flat white shape on black.
#
# Floats are expected between 0 and 1. Everything above 1 becomes white: 255, but also 2. So divide by 255, or write whole numbers of type `uint8`. One more thing gives no error: only the first *three* pictures are kept, unless you say `max_outputs`.
#
# A *text* is Markdown, and may hold tables. So a run can carry its own notes. Here is a table of the mistakes that the brisk model makes most often:

# %%
predicted = np.argmax(brisk_model.predict(x_valid, verbose=0), axis=1)
names = np.array(class_names)
both = pd.DataFrame({"is": names[y_valid], "predicted": names[predicted]})
mistakes = both[both["is"] != both["predicted"]].value_counts().head(5)

lines = ["| is | predicted | times |", "|---|---|---|"]
for (true_name, predicted_name), count in mistakes.items():
    lines.append(f"| {true_name} | {predicted_name} | {count} |")
with own_writer.as_default():
    tf.summary.text("mistakes", "\n".join(lines), step=5)
text_point = open_run(own_run).Tensors("mistakes")[0]
print("step", text_point.step)
print(text_point.tensor_proto.string_val[0].decode())

# %% [markdown]
# A *sound* is a wave with values between −1 and 1, and with a fixed number of values for each second. Once more the shape must be complete: (sounds, values, channels). What does learning sound like? Each epoch becomes a tone of a quarter of a second; the higher the loss, the higher the tone:

# %%
sample_rate = 8000
seconds = np.arange(sample_rate // 4) / sample_rate
tones = []
for loss in careful_history.history["loss"]:
    tones.append(0.4 * np.sin(2 * np.pi * 300 * loss * seconds))
melody = np.concatenate(tones).astype("float32")
sounds = melody[np.newaxis, :, np.newaxis]
with own_writer.as_default():
    tf.summary.audio("careful run", sounds, sample_rate, step=5)
print("shape:", sounds.shape, "| seconds:", len(melody) / sample_rate)

# %% [markdown]
# In TensorBoard, under *Audio*, you can play it: six tones, each a little lower. Write the brisk run in the same way, and you hear one large step and then hardly any change.
#
# ### Exercise `exhibits`
#
# Complete `exhibit(folder, step, pictures, note, wave)`. It writes into event files in `folder`, all at the step `step`:
#
# - under the tag `pictures`: **all** pictures of the array `pictures`, of shape (pictures, height, width), floats between 0 and 255, so that 0 comes out black and 255 white;
# - under the tag `note`: the text `note`;
# - under the tag `wave`: the sound `wave`, an array of shape (values,) with values between −1 and 1, at 8,000 values a second.
#
# `folder` is a path that need not exist. When the function returns, everything is in the files.
#
# <details><summary>Hint</summary>Which axes are missing, and which range do floats need? How many pictures are kept unless you say otherwise?</details>
# <details><summary>Deeper hint</summary><code>pictures[:, :, :, np.newaxis]</code> adds the channel; <code>wave[np.newaxis, :, np.newaxis]</code>, as above, is one sound with one channel; <code>max_outputs=len(pictures)</code>.</details>


# %% solution="exhibits"
def exhibit(folder, step, pictures, note, wave):
    """Write gray pictures (floats 0–255), a text and a sound at one step."""
    ### BEGIN SOLUTION
    with tf.summary.create_file_writer(str(folder)).as_default():
        scaled = pictures[:, :, :, np.newaxis] / 255
        count = len(pictures)
        tf.summary.image("pictures", scaled, step=step, max_outputs=count)
        tf.summary.text("note", note, step=step)
        sound = wave[np.newaxis, :, np.newaxis]
        tf.summary.audio("wave", sound, 8000, step=step)
    ### END SOLUTION


# %% grade="exhibits"
where = "Exercise exhibits: "
place = tempfile.mkdtemp(dir=temporary.name)
four, silence = all_images[:4].astype("float32"), np.zeros(800, "float32")
exhibit(place, 1, four, "four clothes", silence)
assert files_in(place), where + "`exhibit` wrote no file into `folder`."
missing = {"pictures", "note", "wave"} - set(tags_in(place))
assert not missing, where + f"nothing is under the tags {sorted(missing)}."
print("The visible check of exhibits passed.")

# %% [markdown]
# ## Words in the projector
#
# An `Embedding` layer gives each word a vector (lesson 04). What has it learned? The **embedding projector** of TensorBoard shows the vectors as points in space that you turn with the mouse, with the words as labels. First we need a model that has learned about words. The data are sentences from film reviews, positive or negative. (Books take whole reviews from IMDB; with a network, `keras.datasets.imdb.load_data(num_words=1500)` loads them, as word numbers.)

# %%
reviews = pd.read_csv(DATA / "reviews" / "reviews.csv.gz")
reviews = reviews[reviews["score"].abs() > 0.5].sample(4000, random_state=9)
texts = reviews["text"].to_numpy(str)
is_positive = (reviews["score"] > 0).to_numpy("float32")
vectorization = keras.layers.TextVectorization(
    max_tokens=1500,
    output_sequence_length=30,
)
vectorization.adapt(texts[:3000])
word_ids = np.asarray(vectorization(texts))

# %%
keras.utils.set_random_seed(9)
embedding = keras.layers.Embedding(1500, 8, name="words")
critic = keras.Sequential(
    [
        keras.Input(shape=(30,)),
        embedding,
        keras.layers.GlobalAveragePooling1D(name="mean"),
        keras.layers.Dense(1, activation="sigmoid", name="positive"),
    ],
    name="critic",
)

# %%
critic.compile(
    optimizer=keras.optimizers.Adam(learning_rate=0.02),
    loss="binary_crossentropy",
    metrics=["accuracy"],
)
critic.fit(
    word_ids[:3000],
    is_positive[:3000],
    batch_size=64,
    epochs=6,
    verbose=0,
)
loss, accuracy = critic.evaluate(word_ids[3000:], is_positive[3000:], verbose=0)
print(f"validation accuracy: {accuracy:.2f}")

# %% [markdown]
# About 0.7, where guessing is right for 0.5. Old books hand the data for the projector to the callback. Read the error:

# %% tags=["raises-exception"]
# %xmode Minimal
keras.callbacks.TensorBoard(log_root, embeddings_data=word_ids[:10])

# %% [markdown]
# That argument is gone, too. `embeddings_freq` is still there, and looks as if it were enough. Look at what it writes:

# %%
critic_run = log_root / "critic"
board = keras.callbacks.TensorBoard(
    log_dir=critic_run,
    embeddings_freq=1,
    embeddings_metadata="words.tsv",
)
critic.fit(word_ids[:64], is_positive[:64], callbacks=[board], verbose=0)
print(*files_in(critic_run), sep="\n")

# %% [markdown]
# A config, and the weights as `.weights.h5`. The projector can't read that format: it looks for a TensorFlow checkpoint, finds none, and its tab stays empty. (And `words.tsv`? It is only *named*. You have to write it.)
#
# What always works are three small text files:
#
# - *vectors*: a line for each word, the numbers with tabs between them;
# - **labels**: a line for each word, in the same order. One column has *no header line*;
# - *`projector_config.pbtxt`*: the paths of the other two, relative to its own folder.
#
# And where do the three belong? The projector looks in the folder that you give to TensorBoard, and in every folder that holds event files itself, such as `train`. It does not find them anywhere else. If TensorBoard is open already, it doesn't notice new ones: stop it, and open it again.
#
# We try it with two measures of each class of clothes, the mean brightness of its pictures and its standard deviation. They go beside the event file of the brisk run:

# %%
space = brisk_run / "train"
rows = []
for number in range(10):
    pixels = all_images[all_labels == number]
    rows.append(f"{pixels.mean():.1f}\t{pixels.std():.1f}")
(space / "measures.tsv").write_text("\n".join(rows))
(space / "classes.tsv").write_text("\n".join(class_names))

config = projector.ProjectorConfig()
entry = config.embeddings.add()
entry.tensor_path = "measures.tsv"
entry.metadata_path = "classes.tsv"
projector.visualize_embeddings(str(space), config)
print((space / "projector_config.pbtxt").read_text())

# %% [markdown]
# One difficulty is left. The vocabulary of the critic begins like this:

# %%
vocabulary = [str(word) for word in vectorization.get_vocabulary()]
print(len(vocabulary), vocabulary[:5])

# %% [markdown]
# Word 0 is the padding, an *empty* text. In a file of labels that is an empty line, and the projector skips empty lines. Then every label moves up by one: the vector of `the` is called `a`. Only a line at the top of the tab warns you. So write something that can be seen, such as `[PAD]`.
#
# Without a browser? The projector turns the points so that you see the directions in which they lie furthest apart, the **principal components**. NumPy computes them with the singular value decomposition. **Predict before you run:** which words will lie at one end, and which at the other?

# %%
vectors = embedding.get_weights()[0]
centered = vectors - vectors.mean(axis=0)
components = np.linalg.svd(centered, full_matrices=False)[2]
projected = centered @ components[:2].T
place_of = {word: index for index, word in enumerate(vocabulary)}
if projected[place_of["wonderful"], 0] < 0:
    projected = -projected  # a component may point either way
deviations = projected.std(axis=0)
print("standard deviations:", np.round(deviations, 2))

# %%
positive = ["wonderful", "powerful", "enjoyable", "moving"]
negative = ["bad", "boring", "fails", "dull", "worst"]
for word in [*positive, "the", "film", *negative]:
    print(f"{word:>10} {projected[place_of[word], 0]:6.1f}")

# %%
figure, axes = plt.subplots(figsize=(7, 4))
axes.scatter(projected[:, 0], projected[:, 1], s=4, color="0.7")
heights = [2.6, 2.2, 1.8, 1.4, 1.0, 0.6, -0.6, -1.0, -1.4, -1.8, -2.2]
for word, height in zip(
    [*positive, "the", "film", *negative], heights, strict=True
):
    point = projected[place_of[word]]
    label_at = (point[0], height)
    axes.annotate(word, point, label_at, arrowprops={"arrowstyle": "-"})
axes.set(xlabel="first component", ylabel="second component")
axes.set(title="1,500 words in the plane", ylim=(-3, 3))
plt.show()

# %% [markdown]
# *Picture:* a long, flat cloud of gray points. Positive words such as *wonderful* lie on its right, negative words such as *dull* on its left, *the* and *film* in the middle.
#
# Nobody told the model that *wonderful* and *powerful* belong together. It has eight dimensions for its words and uses almost only one (standard deviation 2.85; the next one has 0.08): from negative to positive. This task needs no more of a word.
#
# ### Exercise `to_projector`
#
# Complete `to_projector(folder, layer, words)`. `folder` is the path of a folder that exists. `layer` is an `Embedding` layer, `words` its vocabulary: the text of each row, in order. Write three files into `folder`: the vectors (the weights as they are, with at least three digits after the point), the labels, and `projector_config.pbtxt`, which points to the other two. **Every** row has its label; a word that is empty has the label `[PAD]`. When your function works, call it with `critic_run / "train"`, `embedding` and `vocabulary`, open TensorBoard again, and turn the words.
#
# <details><summary>Hint</summary>The example above has all three files. What does <code>layer.get_weights()</code> give? And what about the first word?</details>
# <details><summary>Deeper hint</summary><code>np.savetxt(path, vectors, delimiter="\t")</code> writes a table. For the labels, <code>word or "[PAD]"</code> puts something in the place of an empty text. Paths in the config are relative to the config's folder.</details>


# %% solution="to_projector"
def to_projector(folder, layer, words):
    """Write vectors, labels and the projector's config into a folder."""
    ### BEGIN SOLUTION
    folder = Path(folder)
    vectors = layer.get_weights()[0]
    np.savetxt(folder / "vectors.tsv", vectors, delimiter="\t")
    labels = [word or "[PAD]" for word in words]
    (folder / "words.tsv").write_text("\n".join(labels))
    config = projector.ProjectorConfig()
    entry = config.embeddings.add()
    entry.tensor_path = "vectors.tsv"
    entry.metadata_path = "words.tsv"
    projector.visualize_embeddings(str(folder), config)
    ### END SOLUTION


# %% grade="to_projector"
where = "Exercise to_projector: "
place = tempfile.mkdtemp(dir=temporary.name)
to_projector(place, embedding, vocabulary)
found = files_in(place)
assert found, where + "`to_projector` wrote no file into `folder` yet."
assert "projector_config.pbtxt" in found, (
    where + f"`projector_config.pbtxt` is missing, `folder` holds {found}."
)
assert len(found) >= 3, where + f"three files are asked for, not {found}."
print("The visible check of to_projector passed.")

# %% [markdown]
# ## What you have done
#
# In this lesson you have
#
# - given every run a folder that tells when and what, and seen what happens when all share one;
# - compared two learning rates from the same start, in TensorBoard and in a picture of your own;
# - read event files back: tags, steps, values, and all points instead of a sample;
# - written scalars, histograms, pictures, a table and a melody, each at its step, and made sure that they are in the file;
# - shown 1,500 words in the projector, and found the one direction that matters.
#
# From now on, whenever a training behaves oddly: look at its curves first, then at its histograms, then at its mistakes.
#
# ## Going further
#
# - Which learning rate is best, and how much does it depend on the batch size? Log a grid of both with TensorBoard's HParams plugin. [Hyperparameter tuning with the HParams dashboard](https://www.tensorflow.org/tensorboard/hyperparameter_tuning_with_hparams). Lesson 12 tunes hyperparameters.
# - What do the vectors of a model look like that was not trained to tell positive from negative? T. Mikolov and others, [*Efficient Estimation of Word Representations in Vector Space*](https://arxiv.org/abs/1301.3781), 2013.
# - Principal components keep large distances; t-SNE, also in the projector, keeps neighbors. When can a t-SNE picture mislead you? M. Wattenberg, F. Viégas and I. Johnson, [*How to Use t-SNE Effectively*](https://distill.pub/2016/misread-tsne/), Distill, 2016.
#
# **Where this comes from.** Documentation: [the callback](https://keras.io/api/callbacks/tensorboard/), [get started with TensorBoard](https://www.tensorflow.org/tensorboard/get_started), [`tf.summary`](https://www.tensorflow.org/api_docs/python/tf/summary), [the projector](https://www.tensorflow.org/tensorboard/tensorboard_projector_plugin). The projector: D. Smilkov and others, *Embedding Projector: Interactive Visualization and Interpretation of Embeddings*, 2016. The sentences: C.J. Hutto and E. Gilbert, *VADER*, ICWSM 2014.

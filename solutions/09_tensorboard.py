# %% [markdown]
# # 09 · TensorBoard: look at a training from all sides
#
# `History` gives you a dictionary, and the next `fit` overwrites it. **TensorBoard** keeps a diary of every training in files: curves, spreads of weights, pictures, texts, sounds, clouds of words. You look at all of it in a browser, today's run beside last week's.
#
# **You will be able to**
#
# - *log* every run into a folder of its own, and *compare* two learning rates fairly;
# - *read* event files back in Python, with or without a board;
# - *write* numbers, histograms, pictures, texts and sounds of your own with `tf.summary`;
# - *recognise* what goes wrong quietly: runs that share a folder, points that all sit at step 0, white pictures;
# - *show* what a text model knows about words in the embedding projector.
#
# **You need first:** lessons 01 and 08 (learning curves, callbacks); 06 for copies of models.
#
# **Time:** 80 minutes.

# %%
import coursework

DATA = coursework.setup(seed=9)

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
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.plugins import projector

# %% [markdown]
# The board is a package of its own, `tensorboard`. The TensorFlow of this course no longer brings it along, so the course's environment lists it by name. Do the same in your own projects.
#
# Today's runs go to a temporary folder, which disappears when you close the notebook. Error messages are shown in short, as in lesson 06. And TensorFlow would warn that many small models cost time to set up; today that is on purpose, so we ask it to tell errors only.

# %%
from IPython import get_ipython

if get_ipython():
    get_ipython().run_line_magic("xmode", "Minimal")
tf.get_logger().setLevel("ERROR")
workshop = tempfile.TemporaryDirectory(prefix="board-")
logs = Path(workshop.name)


def files_in(folder):
    """List the files below a folder, with the changing parts of their names as #."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return [re.sub(r"tfevents\..*", "tfevents.#", name) for name in names]


print("files so far:", files_in(logs))

# %% [markdown]
# ## A folder for each run
#
# Clothes again, as in lesson 01: 1,500 pictures to learn from, 500 to validate on. Small, since today the training is only what we look at.

# %%
(images, labels), _ = keras.datasets.fashion_mnist.load_data()
kinds = ["T-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "boot"]
train_x, train_y = images[:1500] / np.float32(255), labels[:1500]
valid_x, valid_y = images[1500:2000] / np.float32(255), labels[1500:2000]


def new_model(rate):
    """Return a compiled classifier of clothes; it starts from the same weights every time."""
    keras.utils.set_random_seed(9)
    hidden = keras.layers.Dense(32, activation="relu", name="hidden")
    kind = keras.layers.Dense(10, activation="softmax", name="kind")
    model = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten(), hidden, kind], name="clothes")
    sgd = keras.optimizers.SGD(rate)
    model.compile(optimizer=sgd, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


# %% [markdown]
# One callback writes the diary: `keras.callbacks.TensorBoard(folder)`. The folder's name becomes the name of the **run** on the board. So a good name says *when* and *what*. Year first, then month, day, hour: then the order of the alphabet is the order of time.

# %%
started = datetime.now()
run = logs / f"{started:%Y-%m-%d_%H-%M-%S}_careful"
print(re.sub(r"\d", "0", run.name))
board = keras.callbacks.TensorBoard(run)
careful = new_model(0.003).fit(
    train_x, train_y, epochs=6, validation_data=(valid_x, valid_y), callbacks=[board], verbose=0
)
for name in files_in(run):
    print(name)

# %% [markdown]
# (We print digits as 0, since your clock shows another time.) Two **event files**, each in a folder of its own: `train` and `validation`. The board draws them as two curves in one chart. Without `validation_data`, there would be no second folder, no second curve, and no way to see overfitting.
#
# ### What old books do
#
# Three arguments of the callback are gone. Old code that passes them stops here:

# %% tags=["raises-exception"]
keras.callbacks.TensorBoard(run, histogram_freq=1, batch_size=32)

# %% [markdown]
# `batch_size` was for computing histograms on validation data. Weights need no data, so `histogram_freq=1` is enough. The same with the next one:

# %% tags=["raises-exception"]
keras.callbacks.TensorBoard(run, histogram_freq=1, write_grads=True)

# %% [markdown]
# The callback no longer writes gradients. Who wants them computes them with `GradientTape` (lesson 14) and writes them with `tf.summary.histogram` (below). Today's way, once with everything on:

# %%
run = logs / f"{started:%Y-%m-%d_%H-%M-%S}_brisk"
board = keras.callbacks.TensorBoard(run, histogram_freq=1, write_graph=True)
brisk_model = new_model(0.1)
brisk = brisk_model.fit(
    train_x, train_y, epochs=6, validation_data=(valid_x, valid_y), callbacks=[board], verbose=0
)
print([re.sub(r"\d", "0", folder.name) for folder in sorted(logs.iterdir())])

# %% [markdown]
# Two runs, two folders. `histogram_freq=1` asks for a histogram of every weight after each epoch, `write_graph` (on by default) for the model's graph.
#
# ## Open the board
#
# Type this into a new cell below. We don't run it here, because it starts a server:
#
# ```
# %load_ext tensorboard
# %tensorboard --logdir {logs}
# ```
#
# The board opens **inside the notebook**. The braces put in the value of the variable `logs`; for a folder of your own, write its path. Look for:
#
# - **Time series** and **Scalars**: `epoch_loss` and `epoch_accuracy`, a curve for each `train` and `validation`. Tick and untick runs on the left. Turn *Smoothing* down to 0: by default you don't see your points but a running average of them.
# - **Graphs**: choose the tag *keras* to see your layers, as `plot_model` draws them.
# - **Distributions** and **Histograms**: the weights, epoch by epoch.
# - **Images**, **Audio**, **Text**, **Projector**, once you have written some. What finds no place in the bar is in the menu at its right end.
#
# The server goes on when the cell is done, even when the kernel restarts. **To stop it**, ask who is running, and end that process by its number:
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
# No browser at hand, or you want the numbers themselves? Event files can be read in Python. `EventAccumulator` is the reader that the board itself uses.


# %%
def open_run(folder):
    """Read all event files in a folder, and keep every point."""
    reader = EventAccumulator(str(folder), size_guidance={"tensors": 0})
    reader.Reload()
    return reader


def scalars(folder, tag):
    """Return the steps and the values of one curve in a folder of event files."""
    points = open_run(folder).Tensors(tag)
    return [point.step for point in points], [float(tf.make_ndarray(point.tensor_proto)) for point in points]


print(sorted(open_run(run / "validation").Tags()["tensors"]))
steps, values = scalars(run / "validation", "epoch_loss")
print(steps)
print("the same as History has:", np.allclose(values, brisk.history["val_loss"]))

# %% [markdown]
# Every value has a **tag** (which curve), a **step** (where on the x-axis) and a number. Both tags are called `epoch_loss`; the folder tells training from validation. Everything that TensorFlow 2 writes lies under `tensors`.
#
# Why `size_guidance`? Without it the reader saves memory and keeps a *sample* of each curve. **Predict before you run:** a diary of 14 epochs. How many points come back?

# %%
with tf.summary.create_file_writer(str(logs / "long")).as_default():
    for epoch in range(14):
        tf.summary.scalar("epoch_loss", 1 / (1 + epoch), step=epoch)

sampled = EventAccumulator(str(logs / "long"))
sampled.Reload()
print(
    "by default:", len(sampled.Tensors("epoch_loss")), "| all:", len(scalars(logs / "long", "epoch_loss")[0])
)

# %% [markdown]
# Ten, from a curve of 14. Your best epoch may be among those left out. `0` means: keep all.
#
# ### Two learning rates, without a browser
#
# Both runs started from the same weights and saw the same data in the same order. Only the learning rate differs: 0.003 (careful) and 0.1 (brisk). **Predict before you run:** which one has the lower validation loss after six epochs?

# %%
figure, axes = plt.subplots(figsize=(7, 3.5))
styles = {"train": "--", "validation": "-"}
for name, marker in (("careful", "s"), ("brisk", "o")):
    folder = next(logs.glob(f"*_{name}"))
    for part, style in styles.items():
        axes.plot(*scalars(folder / part, "epoch_loss"), style, marker=marker, label=f"{name}, {part}")
axes.set(xlabel="epoch", ylabel="loss", title="Two runs from two folders")
axes.legend()
plt.show()
last = {
    name: scalars(next(logs.glob(f"*_{name}")) / "validation", "epoch_loss")[1][-1]
    for name in ("careful", "brisk")
}
print("brisk ends lower:", last["brisk"] < last["careful"] - 0.3)

# %% [markdown]
# *Picture:* loss over six epochs. Squares (careful) fall slowly, almost in straight lines, and stay high. Circles (brisk) fall steeply at once and flatten out far below. In both runs the dashed training curve begins above the solid validation curve; in the brisk run the two have met by the end.
#
# The careful run isn't wrong, it is at its beginning: after six epochs it has got less far than the brisk one after its first. And why is training worse than validation at first? It is averaged over the whole epoch, while the model still learns; lesson 01 drew it half an epoch further left. When the dashed curve goes on falling and the solid one
# turns up, the model overfits. Two curves in one chart show you that, and it takes two folders to have two curves.
#
# ### One folder for all
#
# What if every run logs to `logs/`, as in so many tutorials? Let us put the files of both runs into one folder, as they would lie then, and read the curve back. **Predict before you run:** how many points has it, and which steps?

# %%
for name in ("careful", "brisk"):
    for part in ("train", "validation"):
        source = next(logs.glob(f"*_{name}")) / part
        shutil.copytree(source, logs / "one_for_all" / part, dirs_exist_ok=True)
steps, values = scalars(logs / "one_for_all" / "validation", "epoch_loss")
print(steps)
print("jumps at the seam by more than 0.3:", abs(values[6] - values[5]) > 0.3)

# %% [markdown]
# Twelve points on six steps: the curve runs to the right, leaps back to step 0, and runs once more. What does the board make of it? It takes the leap for a training that crashed and was started again, **drops** the first six points, and shows the last run alone. (Older boards draw all twelve as one line.) The careful run is gone from sight. And nothing raised an error.
#
# ### Your turn: `two_rates`
#
# Complete `compare_rates(model, x, y, valid, rates, moment, root)`. For **each** learning rate in the list `rates` it trains a copy of `model`, all copies from **the weights that `model` has**, and logs the run into a folder of its own directly below `root`. Train with `SGD` and the loss `"mse"` for 3 epochs on `x` and `y`, with `valid` (a pair of inputs and targets) as validation data. `moment` is a `datetime`: when the comparison was started. The names of the folders sort by it, and a second comparison one second later doesn't land in the same folders. `model` is not compiled, and stays as it is.
#
# <details><summary>Hint</summary>A name needs two things to be unique here: the moment, to the second, and the rate. For copies with the same numbers, think of lesson 06: a clone is born with new weights.</details>
# <details><summary>Deeper hint</summary>Everything happens inside a loop over <code>rates</code>: <code>clone_model</code>, <code>set_weights</code>, <code>compile</code>, a callback with a folder whose name is made of <code>moment</code> and the rate, <code>fit</code>.</details>


# %% solution="two_rates"
def compare_rates(model, x, y, valid, rates, moment, root):
    """Train a copy of the model with each learning rate, each logged into a folder of its own."""
    ### BEGIN SOLUTION
    for rate in rates:
        copy = keras.models.clone_model(model)
        copy.set_weights(model.get_weights())
        copy.compile(optimizer=keras.optimizers.SGD(rate), loss="mse")
        board = keras.callbacks.TensorBoard(Path(root) / f"{moment:%Y-%m-%d_%H-%M-%S}_rate_{rate}")
        copy.fit(x, y, epochs=3, validation_data=valid, callbacks=[board], verbose=0)
    ### END SOLUTION


# %% grade="two_rates"
line = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
ramp = np.linspace(0, 1, 8, dtype="float32").reshape(8, 1)
place = tempfile.TemporaryDirectory()
compare_rates(line, ramp, 2 * ramp, (ramp, 2 * ramp), [0.1, 0.2], datetime(2026, 3, 7, 9, 5), place.name)
runs_made = sorted(path.name for path in Path(place.name).iterdir())
assert runs_made, "Exercise two_rates: `compare_rates` wrote nothing below `root` yet."
assert len(runs_made) == 2, f"Exercise two_rates: two rates need two folders below `root`; found {runs_made}."

# %% [markdown]
# ### Your turn: `best_run`
#
# On Monday you look at what ran over the weekend. Complete `best_run(root)`: it looks through all run folders directly below `root`, written by the `TensorBoard` callback, and returns a pair: the **name** of the folder (as text) with the smallest validation loss that any run ever reached, and the **step** at which it was reached. A run without validation is passed over.
#
# <details><summary>Hint</summary>The last value of a curve is not its smallest. And which of the two folders in a run holds the validation curve?</details>
# <details><summary>Deeper hint</summary><code>scalars(folder / "validation", "epoch_loss")</code> gives steps and values of one run. Make a list of <code>(value, name, step)</code>; <code>min</code> of a list of tuples compares the first entries. <code>Path.is_dir()</code> tells whether a folder exists.</details>


# %% solution="best_run"
def best_run(root):
    """Return the name of the run with the smallest validation loss, and the step where it was reached."""
    ### BEGIN SOLUTION
    found = []
    for folder in Path(root).iterdir():
        if (folder / "validation").is_dir():
            steps, values = scalars(folder / "validation", "epoch_loss")
            best = np.argmin(values)
            found.append((values[best], folder.name, steps[best]))
    _, name, step = min(found)
    return name, step
    ### END SOLUTION


# %% grade="best_run"
weekend = tempfile.TemporaryDirectory()
for name, losses in {"saturday": [3.0, 2.0], "sunday": [3.0, 2.5]}.items():
    with tf.summary.create_file_writer(f"{weekend.name}/{name}/validation").as_default():
        for epoch, loss in enumerate(losses):
            tf.summary.scalar("epoch_loss", loss, step=epoch)
answer = best_run(weekend.name)
assert answer is not None, "Exercise best_run: the function returns nothing yet."
assert len(answer) == 2, "Exercise best_run: return two things, the run's name and the step."
assert isinstance(answer[0], str), "Exercise best_run: the name comes first, as text."

# %% [markdown]
# ## Numbers of your own
#
# The callback logs what Keras knows. Whatever else you want to see, you write yourself: `tf.summary.create_file_writer(folder)` opens a file, `as_default()` says that everything in the block goes there. The first try:

# %% tags=["raises-exception"]
writer = tf.summary.create_file_writer(str(logs / "own"))
with writer.as_default():
    tf.summary.scalar("temperature", 21.5)

# %% [markdown]
# **No step set.** TensorFlow doesn't count for you: only you know whether a step is a batch, an epoch or a day. The quickest way to silence the error is the worst. **Predict before you run:** what does the curve of a week look like?

# %%
week = [21.5, 22.0, 20.5, 19.0, 18.5, 20.0, 21.0]
with writer.as_default():
    for degrees in week:
        tf.summary.scalar("silenced", degrees, step=0)
    for day, degrees in enumerate(week):
        tf.summary.scalar("temperature", degrees, step=day)
print("silenced:   ", scalars(logs / "own", "silenced")[0])
print("temperature:", scalars(logs / "own", "temperature")[0])

# %% [markdown]
# Seven points at step 0. The board takes each for a new start and shows the last one only: a week becomes a single dot. The step is the x-axis; without it there is no curve.
#
# ### Is it in the file yet?
#
# A writer collects, and writes to the file from time to time. **Predict before you run:** we read the file while the `with` block is still open, and once more after it. What is in it?


# %%
def tags_in(folder):
    """Return the tags in the event files of a folder."""
    return open_run(folder).Tags()["tensors"]


with tf.summary.create_file_writer(str(logs / "patient")).as_default():
    for day, degrees in enumerate(week):
        tf.summary.scalar("temperature", degrees, step=day)
    print("inside the block:", tags_in(logs / "patient"))
print("after the block: ", tags_in(logs / "patient"))

# %% [markdown]
# Inside, the file exists and holds nothing. The **end of the block** writes what was collected. Old code calls `writer.set_as_default()` once instead, and there is no end. If such a run stops (a crash, a killed kernel, a colleague who reads too early), the week is lost.
#
# A callback begins and ends in different methods, so no single block fits around it. Then: one short block in every method that writes, or `writer.flush()` after each epoch.
#
# ## Histograms
#
# A curve shows one number a step. A **histogram** shows how many numbers are spread, such as all weights of a layer. The brisk run wrote them, since we asked with `histogram_freq=1`. A histogram comes back as a table: left edge, right edge, count.


# %%
def tables(folder, tag):
    """Return, for each step, the rows (left, right, count) of a histogram."""
    return {point.step: tf.make_ndarray(point.tensor_proto) for point in open_run(folder).Tensors(tag)}


print(*[tag for tag in tags_in(run / "train") if tag.endswith("histogram")], sep="\n")
hidden = tables(run / "train", "clothes/hidden/kernel/histogram")
print("steps:", sorted(hidden), "| weights counted in step 0:", int(hidden[0][:, 2].sum()), "=", 784 * 32)

# %%
figure, axes = plt.subplots(figsize=(7, 3.5))
for name, style in (("hidden", "-"), ("kind", "--")):
    for step, marker in ((0, "o"), (5, "s")):
        rows = tables(run / "train", f"clothes/{name}/kernel/histogram")[step]
        density = rows[:, 2] / rows[:, 2].sum() / (rows[:, 1] - rows[:, 0])
        axes.plot(
            rows[:, :2].mean(axis=1), density, style, marker=marker, ms=4, label=f"{name}, epoch {step}"
        )
axes.set(xlabel="weight", ylabel="density", title="Spread of the weights")
axes.legend()
plt.show()

# %% [markdown]
# *Picture:* how densely the weights lie, in 30 bins. Solid lines (hidden layer) make a high, narrow block with a flat top, the even draw that they started from; circles (epoch 0) and squares (epoch 5) lie almost on each other, and the squares have longer feet. Dashed lines (last layer) are low and four times as wide, and here the squares reach further out to both sides.
#
# Most of the hidden layer's 25,088 weights hardly moved; the last layer's 320 spread. A layer whose histogram **never** moves may have a dead input or a learning rate too small. One that runs away has a rate too large. Your own histogram takes one line: `tf.summary.histogram("tag", numbers, step=epoch)`.
#
# ### Your turn: `diary`
#
# Write the class `Diary`, a callback that is made by `Diary(folder)`. After every epoch it writes into event files in `folder`
#
# - the scalar `gap`: validation loss minus training loss, at the step of the epoch (the first is 0);
# - a histogram of **each** of the model's weights, under the weight's `path` as the tag, at the same step.
#
# When the training ends, everything is in the file.
#
# <details><summary>Hint</summary>Lesson 08: <code>on_epoch_end(self, epoch, logs=None)</code> is told both losses, and <code>self.model</code> is the model. When do you open the writer, and what makes it write to the file?</details>
# <details><summary>Deeper hint</summary>Open it in <code>__init__</code> and keep it as an attribute. A block <code>with self.writer.as_default():</code> in <code>on_epoch_end</code> writes what it has collected. <code>self.model.weights</code> is the list of all weights, also of those that aren't trained.</details>

# %% solution="diary"
Diary = ...
### BEGIN SOLUTION


class Diary(keras.callbacks.Callback):
    def __init__(self, folder):
        super().__init__()
        self.writer = tf.summary.create_file_writer(str(folder))

    def on_epoch_end(self, epoch, logs=None):
        with self.writer.as_default():
            tf.summary.scalar("gap", logs["val_loss"] - logs["loss"], step=epoch)
            for weight in self.model.weights:
                tf.summary.histogram(weight.path, weight, step=epoch)


### END SOLUTION

# %% grade="diary"
assert Diary is not ..., "Exercise diary: write the class in place of the dots."
assert issubclass(Diary, keras.callbacks.Callback), "Exercise diary: the class derives from a Keras callback."
shelf = tempfile.TemporaryDirectory()
line = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
line.compile(loss="mse", optimizer="sgd")
line.fit(ramp, ramp, epochs=1, validation_data=(ramp, ramp), callbacks=[Diary(shelf.name)], verbose=0)
assert files_in(Path(shelf.name)), "Exercise diary: after a training, there is no file in the folder."

# %% [markdown]
# ## The graph
#
# `write_graph` put the model's plan into the file, under the tag `keras`. The board draws it; in Python it is JSON, as `to_json` gives it (lesson 06).

# %%
tf.summary.create_noop_writer().set_as_default()  # whatever was left as the default writer is set aside
plan = json.loads(open_run(run / "train").Tensors("keras")[0].tensor_proto.string_val[0])
print(plan["config"]["name"], [layer["class_name"] for layer in plan["config"]["layers"]])

# %% [markdown]
# ## Pictures, texts, sounds
#
# Which clothes does the brisk model get wrong? A number doesn't tell, a picture does. `tf.summary.image` takes pictures as they come from a file, doesn't it?

# %% tags=["raises-exception"]
with writer.as_default():
    tf.summary.image("first", images[0], step=0)

# %% [markdown]
# It doesn't: **rank 4** is asked for, always, even for one picture: (pictures, height, width, channels). Grey pictures have one channel, and it has to be written. Two more axes, then:

# %%
shirts = images[:3, ..., np.newaxis]
print(shirts.shape, shirts.dtype)
with writer.as_default():
    tf.summary.image("as they are", shirts, step=0)
    tf.summary.image("as floats", shirts.astype("float32"), step=0)
    tf.summary.image("scaled", shirts.astype("float32") / 255, step=0)

# %% [markdown]
# Three times the same pictures: as whole numbers 0–255, as floats 0–255, and as floats 0–1. No error. **Predict before you run:** which of the three come out right?


# %%
def pictures_in(folder, tag):
    """Return the pictures that an event file holds at the first step of a tag."""
    _, _, *pngs = open_run(folder).Tensors(tag)[0].tensor_proto.string_val
    return [tf.io.decode_png(png).numpy()[..., 0] for png in pngs]


figure, boxes = plt.subplots(1, 3, figsize=(7, 2.6))
for box, tag in zip(boxes, ["as they are", "as floats", "scaled"], strict=True):
    first = pictures_in(logs / "own", tag)[0]
    box.imshow(first, cmap="gray", vmin=0, vmax=255)
    box.set(title=tag, xticks=[], yticks=[])
    print(f"{tag}: {len(np.unique(first))} different greys")
plt.show()

# %% [markdown]
# *Picture:* a boot, three times. On the left and on the right it has soft greys. In the middle it is a flat white shape on black.
#
# Floats are taken as 0–1 and everything above is cut off: 255 becomes 1, and so does 2. So divide, or hand over whole numbers of type `uint8`. One more thing stays silent: only the first **three** pictures are kept, unless you say `max_outputs`.
#
# A **text** is Markdown, tables too. So a note on a run can hold what you would otherwise keep on paper. Here is a list of what the brisk model takes for something else most often:

# %%
taken_for = np.argmax(brisk_model.predict(valid_x, verbose=0), axis=1)
wrong = pd.DataFrame({"is": np.take(kinds, valid_y), "taken for": np.take(kinds, taken_for)})[
    taken_for != valid_y
]
lines = ["| is | taken for | times |", "|---|---|---|"]
lines += [f"| {a} | {b} | {count} |" for (a, b), count in wrong.value_counts().head(5).items()]
with writer.as_default():
    tf.summary.text("mistakes", "\n".join(lines), step=5)
note = open_run(logs / "own").Tensors("mistakes")[0]
print("step", note.step, "|", note.tensor_proto.string_val[0].decode().splitlines()[0])

# %% [markdown]
# **Sounds** are waves between −1 and 1, with the number of values a second, and once more a shape that must be complete: (sounds, values, channels). What does learning sound like? For each epoch a tone, and the higher the loss, the higher the tone:

# %%
rate = 8000
beat = np.arange(rate // 4) / rate
melody = np.concatenate([0.4 * np.sin(2 * np.pi * 300 * loss * beat) for loss in careful.history["loss"]])
with writer.as_default():
    tf.summary.audio("the careful run", melody.reshape(1, -1, 1).astype("float32"), rate, step=5)
print("seconds:", len(melody) / rate, "| tags:", len(tags_in(logs / "own")))

# %% [markdown]
# On the board, under *Audio*, you can play it: six tones that sink, little by little. Play the brisk run in the same way, and you hear one leap and then hardly any change.
#
# ### Your turn: `exhibits`
#
# Complete `exhibit(folder, step, pictures, note, wave)`. It writes into event files in `folder`, all at the step `step`:
#
# - under the tag `pictures`: **all** pictures of the array `pictures`, of shape (pictures, height, width), floats between 0 and 255;
# - under the tag `note`: the text `note`;
# - under the tag `wave`: the sound `wave`, an array of shape (values,), at 8,000 values a second.
#
# <details><summary>Hint</summary>Which axes are missing, and which range do floats need? How many pictures are kept unless you say otherwise?</details>
# <details><summary>Deeper hint</summary><code>pictures[..., np.newaxis]</code> adds the channel; <code>wave.reshape(1, -1, 1)</code>, as above, is one sound with one channel; <code>max_outputs=len(pictures)</code>.</details>


# %% solution="exhibits"
def exhibit(folder, step, pictures, note, wave):
    """Write grey pictures (floats 0–255), a text and a sound into event files, all at one step."""
    ### BEGIN SOLUTION
    with tf.summary.create_file_writer(str(folder)).as_default():
        scaled = pictures[..., np.newaxis] / 255
        tf.summary.image("pictures", scaled, step=step, max_outputs=len(pictures))
        tf.summary.text("note", note, step=step)
        tf.summary.audio("wave", wave[np.newaxis, :, np.newaxis], 8000, step=step)
    ### END SOLUTION


# %% grade="exhibits"
hall = tempfile.TemporaryDirectory()
exhibit(hall.name, 1, images[:4].astype("float32"), "four clothes", np.zeros(800, "float32"))
assert files_in(Path(hall.name)), "Exercise exhibits: `exhibit` has written no file into the folder."
missing = {"pictures", "note", "wave"} - set(tags_in(hall.name))
assert not missing, f"Exercise exhibits: nothing is written under the tags {sorted(missing)}."

# %% [markdown]
# ## Words in space
#
# An `Embedding` gives each word a vector. What has it learned? The **projector** shows the vectors as a cloud that you turn with the mouse, with the words as labels. First we need a model that knows words: sentences from film reviews, and whether people found them favourable.

# %%
reviews = pd.read_csv(DATA / "reviews" / "reviews.csv.gz")
reviews = reviews[reviews["score"].abs() > 0.5].sample(4000, random_state=9)
texts, liked = reviews["text"].to_numpy(str), (reviews["score"] > 0).to_numpy("float32")
words_to_ids = keras.layers.TextVectorization(max_tokens=1500, output_sequence_length=30)
words_to_ids.adapt(texts[:3000])
ids = np.asarray(words_to_ids(texts))

embedding = keras.layers.Embedding(1500, 8, name="words")
critic = keras.Sequential([keras.Input((30,)), embedding, keras.layers.GlobalAveragePooling1D()])
critic.add(keras.layers.Dense(1, activation="sigmoid"))
adam = keras.optimizers.Adam(0.02)
critic.compile(optimizer=adam, loss="binary_crossentropy", metrics=["accuracy"])
critic.fit(ids[:3000], liked[:3000], epochs=6, batch_size=64, verbose=0)
score = critic.evaluate(ids[3000:], liked[3000:], verbose=0, return_dict=True)
print("baseline about 0.50, critic above 0.62:", score["accuracy"] > 0.62)

# %% [markdown]
# Old books hand the data for the projector to the callback. Read the error:

# %% tags=["raises-exception"]
keras.callbacks.TensorBoard(logs / "critic", embeddings_freq=1, embeddings_data=ids[:10])

# %% [markdown]
# That argument is gone, too. `embeddings_freq` is still there, and looks as if it were enough. Look at what it writes:

# %%
board = keras.callbacks.TensorBoard(logs / "critic", embeddings_freq=1, embeddings_metadata="words.tsv")
critic.fit(ids[:64], liked[:64], callbacks=[board], verbose=0)
print(*files_in(logs / "critic"), sep="\n")

# %% [markdown]
# A config, and the weights as `.weights.h5`. The projector can't read that format: it looks for a TensorFlow checkpoint, finds none, and its tab stays empty. (And `words.tsv`? It is only *named*. To write it is your business.)
#
# What always works are three small text files:
#
# - **vectors**: a line for each word, the numbers with tabs between them;
# - **labels**: a line for each word, in the same order. One column has **no header line**;
# - **`projector_config.pbtxt`**: where the other two are, seen from its own folder.
#
# And where do the three lie? The projector looks in the folder that you hand to the board, and in every folder that holds event files itself, such as `train`. Anywhere else they are overlooked, and a board that is open already doesn't notice new ones: stop it, and open it again.
#
# We try it with two measures of each of the ten kinds of clothes, how bright and how uneven their pictures are, beside the event file of the brisk run:

# %%
space = run / "train"
measures = [(images[labels == kind].mean(), images[labels == kind].std()) for kind in range(10)]
(space / "measures.tsv").write_text("\n".join("\t".join(map(str, row)) for row in measures))
(space / "kinds.tsv").write_text("\n".join(kinds))

config = projector.ProjectorConfig()
entry = config.embeddings.add()
entry.tensor_path = "measures.tsv"
entry.metadata_path = "kinds.tsv"
projector.visualize_embeddings(str(space), config)
print((space / "projector_config.pbtxt").read_text())

# %% [markdown]
# One trap is left. The vocabulary of the critic begins like this:

# %%
vocabulary = [str(word) for word in words_to_ids.get_vocabulary()]
print(len(vocabulary), vocabulary[:5])

# %% [markdown]
# Word 0 is the padding, an **empty** text. In a file of labels that is an empty line, and the projector skips empty lines. Then all labels move up by one: the vector of `the` is called `a`. Nothing warns you but a line at the top of the tab. So write something that can be seen, such as `[PAD]`.
#
# And the way without a browser? The projector turns the cloud so that you see the directions in which it is widest: the principal components. NumPy does that in two lines. **Predict before you run:** which words will lie at the far left and the far right?

# %%
vectors = embedding.get_weights()[0]
centred = vectors - vectors.mean(axis=0)
across, up = (centred @ np.linalg.svd(centred, full_matrices=False)[2][:2].T).T
across *= np.sign(across[vocabulary.index("wonderful")])

praise = ["wonderful", "powerful", "enjoyable", "moving"]
blame = ["bad", "boring", "fails", "dull", "worst"]
where = {word: across[place] for place, word in enumerate(vocabulary)}
right, left = min(where[word] for word in praise), max(where[word] for word in blame)
print("all words of praise lie on one side of all words of blame:", right > left)

# %%
figure, axes = plt.subplots(figsize=(7, 4))
axes.scatter(across, up, s=4, color="0.7")
for step, word in enumerate([*praise, "the", "film", *blame]):
    spot = across[vocabulary.index(word)], up[vocabulary.index(word)]
    axes.annotate(word, spot, (spot[0], 2.5 - 0.5 * step), arrowprops={"arrowstyle": "-"})
axes.set(
    xlabel="first component", ylabel="second component", title="1,500 words, seen from the side", ylim=(-3, 3)
)
plt.show()

# %% [markdown]
# *Picture:* a long, flat cloud of grey points. Words of praise such as *wonderful* lie on its right, words of blame such as *dull* on its left, *the* and *film* in the middle.
#
# Nobody told the model that *wonderful* and *powerful* belong together. It has eight directions for its words and uses almost only one: praise and blame. For this task that is all a word has to say.
#
# ### Your turn: `to_projector`
#
# Complete `to_projector(folder, layer, words)`. `layer` is an `Embedding` layer, `words` the vocabulary: the text of each row, in order. Write the three files for the projector into `folder` (it exists), so that **every** row has its label. A word that is empty is labelled `[PAD]`. When your function works, call it with `logs / "critic" / "train"`, `embedding` and `vocabulary`, open the board anew, and turn the cloud.
#
# <details><summary>Hint</summary>The example above has all three files. What does <code>layer.get_weights()</code> give? And what about the first word?</details>
# <details><summary>Deeper hint</summary><code>np.savetxt(path, vectors, delimiter="\t")</code> writes a table. For the labels, <code>word or "[PAD]"</code> puts something in the place of an empty text. Paths in the config are seen from the config's folder.</details>


# %% solution="to_projector"
def to_projector(folder, layer, words):
    """Write the vectors of an Embedding layer, their labels, and the projector's config into a folder."""
    ### BEGIN SOLUTION
    folder = Path(folder)
    np.savetxt(folder / "vectors.tsv", layer.get_weights()[0], delimiter="\t")
    (folder / "words.tsv").write_text("\n".join(word or "[PAD]" for word in words))
    config = projector.ProjectorConfig()
    entry = config.embeddings.add()
    entry.tensor_path = "vectors.tsv"
    entry.metadata_path = "words.tsv"
    projector.visualize_embeddings(str(folder), config)
    ### END SOLUTION


# %% grade="to_projector"
cloud = tempfile.TemporaryDirectory()
to_projector(cloud.name, embedding, vocabulary)
assert files_in(Path(cloud.name)), (
    "Exercise to_projector: `to_projector` has written no file into the folder."
)
assert len(files_in(Path(cloud.name))) >= 3, "Exercise to_projector: the projector needs three files."

# %% [markdown]
# ## What you have done
#
# In this lesson you have
#
# - given every run a folder that tells when and what, and seen what happens when all share one;
# - compared two learning rates from the same start, on the board and in a picture of your own;
# - read event files back: tags, steps, values, and all points instead of a sample;
# - written numbers, histograms, pictures, a table and a melody, each at its step, and seen to it that they are in the file;
# - laid out 1,500 words, and found one direction that matters.
#
# From now on, whenever a training behaves oddly: look at its curves first, then at its histograms, then at what it gets wrong.
#
# **Where the ideas come from.** Documentation: [the callback](https://keras.io/api/callbacks/tensorboard/), [get started with TensorBoard](https://www.tensorflow.org/tensorboard/get_started), [`tf.summary`](https://www.tensorflow.org/api_docs/python/tf/summary),
# [the projector](https://www.tensorflow.org/tensorboard/tensorboard_projector_plugin). The projector: D. Smilkov and others, *Embedding Projector: Interactive Visualization and Interpretation of Embeddings*, 2016. Review sentences: C. Hutto and E. Gilbert, *VADER*, 2014.

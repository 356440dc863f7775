# %% [markdown]
# # 08 · Callbacks: somebody who watches while you sleep
#
# `fit` runs for minutes or for days, and you don't want to sit beside it. A **callback** does: at every turn of the training it is asked whether it wants to do something. It
# may stop the training, keep a copy, slow down, write a log, draw a picture. Keras brings a dozen, and seven of them do most of the work. The best ones you write yourself.
#
# **You will be able to**
#
# - *stop* a training in time, and get the best weights back;
# - *keep* the best model on disk, and survive a power cut;
# - *steer* the learning rate, by plan or when progress stalls;
# - *write* callbacks of your own that see every epoch, every batch and every layer;
# - *spot* the callback that sits there and never does anything.
#
# **You need first:** lessons 01 and 03 (`fit`, `History`, overfitting; a model over the tensors of another one).
#
# **Time:** 90 minutes.

# %%
import coursework

DATA = coursework.setup(seed=8)

import os
import tempfile
from pathlib import Path

import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf
from sklearn.feature_extraction.text import CountVectorizer

desk = tempfile.TemporaryDirectory()  # all files of this lesson go here, and vanish with the kernel
folder = desk.name

# %% [markdown]
# ## Learned by heart
#
# Sentences from film reviews: praise (1) or blame (0)? Each sentence becomes a bag of words, as the tickets did in lesson 03: 1,500 columns, 1 if the word is there.

# %%
reviews = pd.read_csv(DATA / "reviews" / "reviews.csv.gz")
reviews = reviews[reviews["score"].abs() > 0.5]
reviews = reviews.iloc[np.random.default_rng(8).permutation(len(reviews))[:4000]]
words = CountVectorizer(binary=True, dtype="float32", max_features=1500).fit(reviews["text"][:2000])
x = words.transform(reviews["text"]).toarray()
y = (reviews["score"] > 0).to_numpy("float32")
train_x, valid_x, test_x = np.split(x, [2000, 3000])
train_y, valid_y, test_y = np.split(y, [2000, 3000])
print(train_x.shape, valid_x.shape, test_x.shape)
print(f"baseline, always the commoner answer: {max(valid_y.mean(), 1 - valid_y.mean()):.1f}")


# %%
def reviewer(metric="accuracy", rate=0.005):
    """Return a new, compiled model that tells praise from blame."""
    hidden = keras.layers.Dense(16, activation="relu", name="hidden")
    answer = keras.layers.Dense(1, activation="sigmoid", name="answer")
    model = keras.Sequential([keras.Input(shape=(1500,)), hidden, answer])
    optimizer = keras.optimizers.Adam(learning_rate=rate)
    model.compile(loss="binary_crossentropy", optimizer=optimizer, metrics=[metric])
    return model


def train(model, callbacks, epochs):
    """Fit a model on the training sentences with some callbacks; return its History."""
    told = {"validation_data": (valid_x, valid_y), "validation_batch_size": 1000, "verbose": 0}
    return model.fit(train_x, train_y, batch_size=100, epochs=epochs, callbacks=callbacks, **told)


# %% [markdown]
# 2,000 sentences, and 1,500 × 16 + 16 + 16 + 1 = 24,033 parameters. **Predict before you run:** ten epochs. What will the training loss do, and what the validation loss?

# %%
keras.utils.set_random_seed(8)
unwatched = reviewer()
log = train(unwatched, callbacks=[], epochs=10).history
plt.plot(range(1, 11), log["loss"], "o-", label="training")
plt.plot(range(1, 11), log["val_loss"], "s--", label="validation")
plt.xlabel("epoch")
plt.ylabel("loss")
plt.legend()
plt.show()

# %% [markdown]
# *Picture:* the training loss (dots, full line) falls from about 0.68 towards 0.1. The validation loss (squares, dashed) falls for two or three epochs to about 0.55, and then climbs, all the way to about 0.8.
#
# From the third epoch on, the network learns the sentences by heart. Seven of ten epochs made it worse, and the weights that you hold now have the highest validation loss of all. Somebody should have said *stop*.
#
# ## What a callback is
#
# An object with methods whose names begin with `on_`. `fit` calls them: at the beginning and end of the training, of each epoch, of each batch. Here is one that writes a diary. **Predict before you run:** 200 sentences in batches of 100, two epochs. How many lines?


# %%
class Diary(keras.callbacks.Callback):
    """Print when it is called, and with which logs."""

    def on_train_begin(self, logs=None):
        print("training begins")

    def on_epoch_begin(self, epoch, logs=None):
        print("  epoch", epoch)

    def on_train_batch_end(self, batch, logs=None):
        print("    batch", batch, sorted(logs))

    def on_epoch_end(self, epoch, logs=None):
        print("  end of epoch", epoch, sorted(logs))


playground = reviewer()
few = {"x": train_x[:200], "y": train_y[:200], "validation_data": (valid_x[:200], valid_y[:200])}
log = playground.fit(**few, batch_size=100, epochs=2, verbose=0, callbacks=[Diary()])

# %% [markdown]
# Nine lines, and three things to see:
#
# - epochs and batches are counted from **0** here; in a picture you would write epoch + 1;
# - `logs` is a dict, and **its keys are the names that you may watch**: at the end of an epoch also those with `val_`, if there is validation data;
# - after a batch there are no `val_` names: validation has not happened yet.
#
# ## Stop in time
#
# `EarlyStopping` watches one name in the logs. When that has not got better for `patience` epochs, it ends the training. The newest weights are then `patience` epochs past the best, so `restore_best_weights=True` belongs to it.

# %%
keras.utils.set_random_seed(8)
watched = reviewer()
stopper = keras.callbacks.EarlyStopping(monitor="val_loss", patience=2, restore_best_weights=True)
log = train(watched, callbacks=[stopper], epochs=10).history
print("stopped early:", len(log["loss"]) < 10)
print("epochs after the best one:", len(log["loss"]) - 1 - int(np.argmin(log["val_loss"])))
now = watched.evaluate(valid_x, valid_y, batch_size=1000, return_dict=True, verbose=0)["loss"]
print("the model is that of the best epoch:", np.isclose(now, min(log["val_loss"]), atol=1e-4))

# %% [markdown]
# It waited two epochs, gave up, and put the best weights back. What did that buy, on sentences that nobody has looked at yet?

# %%
for name, model in {"unwatched": unwatched, "watched": watched}.items():
    score = model.evaluate(test_x, test_y, batch_size=1000, return_dict=True, verbose=0)
    print(f"{name}: loss below 0.65: {score['loss'] < 0.65}, accuracy above 0.65: {score['accuracy'] > 0.65}")

# %% [markdown]
# Both are right about seven times in ten, where the baseline is right five times. But the loss of the unwatched one is half as large again: it is wrong with great certainty. And the watched one took half the time.
#
# **The name must exist.** Our metric is called `accuracy`. Old notes say `val_acc`. **Predict before you run:** an error, or silence?

# %% tags=["raises-exception"]
train(playground, callbacks=[keras.callbacks.EarlyStopping(monitor="val_acc", patience=2)], epochs=3)

# %% [markdown]
# An error, and an odd one: Keras looks for a metric of this name to learn whether more or less is better, and finds none. Many people do what the last sentence says, add `mode="max"`, and are content that the error is gone:

# %%
import warnings

deaf = keras.callbacks.EarlyStopping(monitor="val_acc", mode="max", patience=0)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    log = train(playground, callbacks=[deaf], epochs=3)
print("epochs:", len(log.epoch))
print({str(warning.message) for warning in caught if "val_acc" in str(warning.message)})

# %% [markdown]
# With no patience at all it should be quick to stop. It never does: there is no `val_acc` to look at. All you get is a warning, and that drowns easily. The name in the logs is the name that you gave in `compile`:
# `metrics=["accuracy"]` makes `accuracy` and `val_accuracy`, `metrics=["acc"]` makes `acc` and `val_acc`. In doubt, fit one epoch and print `sorted(log.history)`.
#
# ### Your turn: `stop_in_time`
#
# A callback remembers what it has seen, so every training gets a new one. That is why you write **functions that return a callback** in this lesson.
#
# Write `make_stopper`. What it returns ends the training of `reviewer()` when the **validation accuracy** has not got better for **three** epochs. At the end, stopped early or not, the model has the weights of its best epoch.
#
# <details><summary>Hint</summary>Three words of the example change or stay: what is watched, how long, and what happens to the weights.</details>
# <details><summary>Deeper hint</summary>How is the metric called in <code>reviewer</code>? Validation puts <code>val_</code> in front of just that. Keras finds out by itself that a larger accuracy is better.</details>


# %% solution="stop_in_time"
def make_stopper():
    """Return a callback that stops when the validation accuracy has not got better for three epochs."""
    ### BEGIN SOLUTION
    return keras.callbacks.EarlyStopping(monitor="val_accuracy", patience=3, restore_best_weights=True)
    ### END SOLUTION


# %% grade="stop_in_time"
made = make_stopper()
assert made is not None, "Exercise stop_in_time: the function `make_stopper` returns nothing yet."
assert isinstance(made, keras.callbacks.Callback), (
    "Exercise stop_in_time: what it returns is no callback object. Is the class called, with parentheses?"
)
assert made is not make_stopper(), "Exercise stop_in_time: each call returns a new callback."

# %% [markdown]
# ## Keep the best
#
# Weights in memory are gone when the kernel is. `ModelCheckpoint` writes them to a file at the end of each epoch, or with `save_best_only=True` only when the watched value got better. The file's name decides with `save_weights_only` what goes in:
#
# | | file name | what is kept |
# |---|---|---|
# | `save_weights_only=False` | ends in `.keras` | the whole model, ready to load |
# | `save_weights_only=True` | ends in `.weights.h5` | weights; you build the model yourself |

# %%
keras.utils.set_random_seed(8)
keeper = keras.callbacks.ModelCheckpoint(
    f"{folder}/best.weights.h5", monitor="val_loss", save_best_only=True, save_weights_only=True
)
kept = reviewer()
log = train(kept, callbacks=[keeper], epochs=4).history
kept.load_weights(f"{folder}/best.weights.h5")
now = kept.evaluate(valid_x, valid_y, batch_size=1000, return_dict=True, verbose=0)["loss"]
print("on disk is the best epoch:", np.isclose(now, min(log["val_loss"]), atol=1e-4))

# %% [markdown]
# In the name of the file, braces are filled in: `"epoch_{epoch}.keras"` becomes `epoch_1.keras`, `epoch_2.keras` and so on (here Keras counts from 1), and `{val_loss:.2f}` works too. Without braces each file overwrites the one before.
#
# What if you watch `loss` instead of `val_loss`? The training loss falls in almost every epoch, as you saw in the first picture. "Best" then means "last", and the file holds the network that has learned most by heart. A checkpoint without `val_` guards the wrong thing.
#
# Two old habits. A folder as file name, and `period`:

# %%
for old in ({"filepath": "checkpoints"}, {"filepath": "best.keras", "period": 5}):
    try:
        keras.callbacks.ModelCheckpoint(**old)
    except (TypeError, ValueError) as error:
        print(f"{type(error).__name__}: {error}")

# %% [markdown]
# Today the name has an ending, and instead of `period` there is `save_freq`: `"epoch"`, or a number of **batches**.
#
# ### Your turn: `keep_the_best`
#
# Write `make_keepers(folder)`, which returns a **list of two** callbacks, in any order, for a model that was compiled with `metrics=["acc"]`:
#
# 1. one keeps in `folder` the file `best.keras`: the whole model of the epoch with the best **validation accuracy**;
# 2. one keeps the **weights alone** of **every** epoch: `epoch_1.weights.h5`, `epoch_2.weights.h5`, …
#
# <details><summary>Hint</summary>Read the compile line again: what will this metric be called in the logs?</details>
# <details><summary>Deeper hint</summary>Only one of the two watches anything. In an f-string, braces for Keras are doubled, <code>{{epoch}}</code>; or write <code>folder + "/epoch_{epoch}…"</code>.</details>


# %% solution="keep_the_best"
def make_keepers(folder):
    """Return two callbacks that keep the best model, and the weights of every epoch, in a folder."""
    ### BEGIN SOLUTION
    return [
        keras.callbacks.ModelCheckpoint(folder + "/best.keras", monitor="val_acc", save_best_only=True),
        keras.callbacks.ModelCheckpoint(folder + "/epoch_{epoch}.weights.h5", save_weights_only=True),
    ]
    ### END SOLUTION


# %% grade="keep_the_best"
made = make_keepers(f"{folder}/mine")
assert made is not None, "Exercise keep_the_best: the function `make_keepers` returns nothing yet."
assert isinstance(made, (list, tuple)), "Exercise keep_the_best: a list of two callbacks is asked for."
assert len(made) == 2, f"Exercise keep_the_best: two callbacks are asked for, there are {len(made)}."
assert all(isinstance(one, keras.callbacks.Callback) for one in made), (
    "Exercise keep_the_best: what stands in the list should be callback objects."
)

# %% [markdown]
# ## Brake when progress stalls
#
# Near a good place, large steps jump over it. `ReduceLROnPlateau` waits like `EarlyStopping`, and when its patience is over it multiplies the learning rate by `factor`, again and again, down to `min_lr`.
#
# From now on `logs` and `History` have one more key, `learning_rate`: the rate in use during that epoch.

# %%
keras.utils.set_random_seed(8)
slowed = reviewer()
brake = keras.callbacks.ReduceLROnPlateau(monitor="val_loss", factor=0.1, patience=1, min_lr=1e-5)
log = train(slowed, callbacks=[brake], epochs=5).history
print(sorted(log))
rates = log["learning_rate"]
print("fell:", rates[-1] < rates[0], "| never rose:", all(np.diff(rates) <= 0))

# %% [markdown]
# `val_loss` turns after two or three epochs; one epoch later the rate drops to a tenth, and soon the network hardly moves any more. It stays near its best place instead of learning by heart.
#
# Here the misspelling bites. **Predict before you run:** what is the patience of this one?

# %%
sleepy = keras.callbacks.ReduceLROnPlateau(patiance=1)
print("patience:", sleepy.patience)

# %% [markdown]
# Ten, the default. `EarlyStopping` would have refused the misspelt word with a `TypeError`. `ReduceLROnPlateau` swallows words that it doesn't know, for the sake of old code, and says nothing. Read your keywords twice, or look at the object, as here.
#
# The **old names** of the rate, one by one: the key `lr` in the logs, `.lr` of an optimiser, and the argument `lr=`.


# %% tags=["raises-exception"]
class OldBrake(keras.callbacks.Callback):
    """Try to set the learning rate by its old name."""

    def on_epoch_end(self, epoch, logs=None):
        self.model.optimizer.lr = 0.0
        print("there is a key lr:", "lr" in logs)
        print("the rate is still the old one:", float(self.model.optimizer.learning_rate) > 0)


playground.fit(train_x[:100], train_y[:100], verbose=0, callbacks=[OldBrake()])
keras.optimizers.Adam(lr=0.005)

# %% [markdown]
# The argument raises an error, and so would `logs["lr"]`. *Setting* `.lr` is worse: Python makes a new attribute that nobody looks at, and the training goes on as before. Today: `self.model.optimizer.learning_rate = 0.001`, and `learning_rate=` for the argument.
#
# ### Your turn: `brake_gently`
#
# Write `make_brake`. What it returns **halves** the learning rate whenever the **validation loss** has not got better for **two** epochs, and never goes below **0.01**. (Here that is a small rate: it will be tried on an optimiser that starts at 0.1.)
#
# <details><summary>Hint</summary>The example watches the right thing. Three numbers are yours.</details>
# <details><summary>Deeper hint</summary>The new rate is the old one times <code>factor</code>. Which number halves? Count the letters of <code>patience</code>.</details>


# %% solution="brake_gently"
def make_brake():
    """Return a callback that halves the rate after two epochs without progress, down to 0.01."""
    ### BEGIN SOLUTION
    return keras.callbacks.ReduceLROnPlateau(factor=0.5, patience=2, min_lr=0.01)
    ### END SOLUTION


# %% grade="brake_gently"
made = make_brake()
assert made is not None, "Exercise brake_gently: the function `make_brake` returns nothing yet."
assert isinstance(made, keras.callbacks.Callback), (
    "Exercise brake_gently: what it returns is no callback object. Is the class called, with parentheses?"
)

# %% [markdown]
# ## A timetable for the rate
#
# `LearningRateScheduler` doesn't watch. It follows a plan: a function that takes the number of the epoch (from 0) and the rate **of now**, and returns the rate for this epoch, a plain number. This plan halves the rate in every second epoch:


# %%
def every_second(epoch, rate):
    """Return half the rate in epochs 2, 4, 6 …, and the same rate in all others."""
    return rate / 2 if epoch > 0 and epoch % 2 == 0 else rate


timetable = keras.callbacks.LearningRateScheduler(every_second)
playground.optimizer.learning_rate = 0.08
log = playground.fit(train_x[:100], train_y[:100], epochs=6, verbose=0, callbacks=[timetable])
print([round(rate, 3) for rate in log.history["learning_rate"]])

# %% [markdown]
# 0.08, 0.08, then half of it, then half of *that*. The function is given the rate that the last epoch left behind, so changes pile up. If you write `rate * 0.5 ** epoch`, you halve what is halved already: after four epochs not 1/16 is left, but 1/2 × 1/4 × 1/8 × 1/16 = 1/1024.
#
# ### Your turn: `plan_the_rate`
#
# Write `make_timetable`. What it returns leaves the optimiser's own rate alone for the **first three** epochs. From then on, every epoch goes on with **10 % less** than the one before. It must do so from whatever rate the optimiser starts with.
#
# <details><summary>Hint</summary>Which numbers have the first three epochs? And 10 % less of something is how much of it?</details>
# <details><summary>Deeper hint</summary>A function inside <code>make_timetable</code> with one <code>if</code>, then <code>keras.callbacks.LearningRateScheduler</code> of it. Say the new rate by means of the one that you are given.</details>


# %% solution="plan_the_rate"
def make_timetable():
    """Return a callback that keeps the rate for three epochs, and then takes off 10 % in each."""

    ### BEGIN SOLUTION
    def plan(epoch, rate):
        return rate if epoch < 3 else rate * 0.9

    return keras.callbacks.LearningRateScheduler(plan)
    ### END SOLUTION


# %% grade="plan_the_rate"
made = make_timetable()
assert made is not None, "Exercise plan_the_rate: the function `make_timetable` returns nothing yet."
assert isinstance(made, keras.callbacks.Callback), (
    "Exercise plan_the_rate: what it returns is no callback object. Is the plan handed to a scheduler?"
)

# %% [markdown]
# ## A safe night
#
# Three callbacks for long trainings. `CSVLogger` writes a line for each epoch, at once, so that you can look while it runs. `TerminateOnNaN` ends a training whose loss is infinite or not a number any more. Here is a network that is fed one label that is none.
# **Predict before you run:** six epochs are asked for. How many lines will the log have?

# %%
guards = [keras.callbacks.CSVLogger(f"{folder}/log.csv"), keras.callbacks.TerminateOnNaN()]
spoilt_y = np.where(np.arange(300) == 250, np.nan, train_y[:300])
doomed = reviewer()
doomed.fit(train_x[:300], spoilt_y, batch_size=100, shuffle=False, epochs=6, verbose=0, callbacks=guards)
print(pd.read_csv(f"{folder}/log.csv")[["epoch", "loss"]])

# %% [markdown]
# One. The batch with the spoilt label made the loss NaN, and NaN never turns into a number again: the other five epochs would have been a waste. A second training with the same file would start the file anew, unless you say `append=True`.
#
# `BackupAndRestore` is for power cuts. After each epoch it saves everything that is needed to go on. Here is a power cut, made by a callback:


# %% tags=["raises-exception"]
class PowerCut(keras.callbacks.Callback):
    """End everything at the beginning of epoch 2."""

    def on_epoch_begin(self, epoch, logs=None):
        if epoch == 2:
            raise RuntimeError("lights out")


backup = keras.callbacks.BackupAndRestore(f"{folder}/backup")
reviewer().fit(train_x[:100], train_y[:100], epochs=4, verbose=0, callbacks=[backup, PowerCut()])

# %% [markdown]
# Power is back. The model in memory is lost, so we make a **new** one, and give it the same folder. **Predict before you run:** which epochs will run?

# %%
print("waiting on disk:", sorted(os.listdir(f"{folder}/backup")))
backup = keras.callbacks.BackupAndRestore(f"{folder}/backup")
log = reviewer().fit(train_x[:100], train_y[:100], epochs=4, verbose=0, callbacks=[backup])
print("epochs:", log.epoch)
print("the backup is still there:", os.path.exists(f"{folder}/backup"))

# %% [markdown]
# Epochs 2 and 3: the first two were not lost. When a training reaches its end, the backup has done its work, and Keras **removes its folder with all that is in it**. So give it a folder of its own, where nothing else lives.
#
# ### Your turn: `safe_night`
#
# Write `make_safe(folder)`, which returns a list of callbacks, in any order. With them, in this folder (it is there already),
#
# - a training that was cut off **goes on where it was** when the same `fit` is run again with a new model and new callbacks from `make_safe`;
# - the file `log.csv` holds **every** finished epoch, those before the cut too;
# - a loss of NaN **ends** the training, without an error.
#
# <details><summary>Hint</summary>Three callbacks, one for each line. What does a logger do to a file that is there already?</details>
# <details><summary>Deeper hint</summary>Where does the backup go? Not into <code>folder</code> itself: that would be removed in the end, and the log with it. A folder inside will do.</details>


# %% solution="safe_night"
def make_safe(folder):
    """Return callbacks that survive a cut, log every epoch, and end at NaN."""
    ### BEGIN SOLUTION
    return [
        keras.callbacks.BackupAndRestore(folder + "/backup"),
        keras.callbacks.CSVLogger(folder + "/log.csv", append=True),
        keras.callbacks.TerminateOnNaN(),
    ]
    ### END SOLUTION


# %% grade="safe_night"
made = make_safe(folder)
assert made is not None, "Exercise safe_night: the function `make_safe` returns nothing yet."
assert isinstance(made, (list, tuple)), "Exercise safe_night: a list of callbacks is asked for."
assert all(isinstance(one, keras.callbacks.Callback) for one in made), (
    "Exercise safe_night: what stands in the list should be callback objects."
)

# %% [markdown]
# ## Write your own
#
# Take `keras.callbacks.Callback` and fill in the methods that you need. Two things are there for you: `self.model`, and `logs`. This one measures how large the weights are:


# %%
class WeightSize(keras.callbacks.Callback):
    """Keep the mean size of the hidden layer's weights after each epoch, in `sizes`."""

    def on_train_begin(self, logs=None):
        self.sizes = []

    def on_epoch_end(self, epoch, logs=None):
        kernel = self.model.get_layer("hidden").get_weights()[0]
        self.sizes.append(float(np.abs(kernel).mean()))


size = WeightSize()
train(kept, callbacks=[size], epochs=4)
print(len(size.sizes), "numbers | growing:", all(np.diff(size.sizes) > 0))

# %% [markdown]
# The weights grow: who learns by heart becomes loud. Why does the list begin in `on_train_begin`, and not in `__init__`? Because a callback may be used in a second training. `__init__` runs once, `on_train_begin` at the start of every `fit`.
#
# Three ways in which a callback of your own can fail. First: each method takes `logs`, also when you don't need it. Second: `self.model` is set for you, and can't be set by you, as old code did in `set_model`.


# %% tags=["raises-exception"]
class NoLogs(keras.callbacks.Callback):
    """Leave out `logs`."""

    def on_epoch_end(self, epoch):
        print(epoch)


playground.fit(train_x[:100], train_y[:100], verbose=0, callbacks=[NoLogs()])


# %% tags=["raises-exception"]
class OwnModel(keras.callbacks.Callback):
    """Set the model by hand, as old code did."""

    def set_model(self, model):
        self.model = model


playground.fit(train_x[:100], train_y[:100], verbose=0, callbacks=[OwnModel()])

# %% [markdown]
# The third is silent. Misspell a method, `on_epoch_ends`, and nobody calls it. A callback that never does anything is a callback whose method's name you should read again.
#
# ### Your turn: `loss_ratio`
#
# How far is the network from learning by heart? **Validation loss divided by training loss** tells: near 1 all is well, at 3 the training loss has become a fairy tale. Write a class `LossRatio` with a list `ratios`: one number for each epoch. It begins anew with every `fit`. A `fit` without validation data must work too; then there is nothing to divide,
# and the list stays empty.
#
# For example, a training loss of 0.4 and a validation loss of 0.6 make 1.5.
#
# <details><summary>Hint</summary>Two methods, as in <code>WeightSize</code>. Both losses stand in <code>logs</code>.</details>
# <details><summary>Deeper hint</summary>Without validation data, one of the keys is missing: ask <code>if "…" in logs</code> before you divide.</details>

# %% solution="loss_ratio"
LossRatio = ...


### BEGIN SOLUTION
class LossRatio(keras.callbacks.Callback):
    """Keep validation loss / training loss of each epoch, in `ratios`."""

    def on_train_begin(self, logs=None):
        self.ratios = []

    def on_epoch_end(self, epoch, logs=None):
        if "val_loss" in logs:
            self.ratios.append(logs["val_loss"] / logs["loss"])


### END SOLUTION

# %% grade="loss_ratio"
assert LossRatio is not ..., "Exercise loss_ratio: write a class called LossRatio in place of the dots."
assert issubclass(LossRatio, keras.callbacks.Callback), "Exercise loss_ratio: the class is no callback."
ratio = LossRatio()
playground.fit(
    train_x[:100], train_y[:100], verbose=0, callbacks=[ratio], validation_data=(valid_x[:100], valid_y[:100])
)
assert len(ratio.ratios) == 1, f"Exercise loss_ratio: after one epoch there are {len(ratio.ratios)} ratios."

# %% [markdown]
# ## Batch by batch
#
# An epoch is long. To see it from inside, keep what `logs` say after each batch. But what do they say? Let us give the network a rate of 0, so that it stands still and we can score the batches one by one afterwards. **Predict before you run:** is the loss that the logs name after a batch the loss of that batch?


# %%
class BatchLogs(keras.callbacks.Callback):
    """Keep the loss that the logs name after each batch, in `said`."""

    def on_train_begin(self, logs=None):
        self.said = []

    def on_train_batch_end(self, batch, logs=None):
        self.said.append(logs["loss"])


playground.optimizer.learning_rate, listener = 0.0, BatchLogs()
playground.fit(train_x[:40], train_y[:40], batch_size=10, shuffle=False, verbose=0, callbacks=[listener])
parts = [slice(start, start + 10) for start in range(0, 40, 10)]
alone = [playground.evaluate(train_x[part], train_y[part], verbose=0)[0] for part in parts]
playground.optimizer.learning_rate = 0.005
print("the same:", np.allclose(listener.said, alone, atol=1e-6))
means = np.cumsum(alone) / [1, 2, 3, 4]
print("the mean of all batches so far:", np.allclose(listener.said, means, atol=1e-5))

# %% [markdown]
# The logs tell the **mean since the epoch began**, not the loss of the batch. It is smooth, and hides the one bad batch. To get the batch alone, undo the mean. If the logs say 4.0 after one batch and 3.0 after two, then the two batches sum to 2 × 3.0 = 6.0, and the second one had 6.0 − 4.0 = 2.0. In general, after batch number $n$ (from 1),
#
# $$\text{loss}_n = n \cdot \text{mean}_n - (n - 1) \cdot \text{mean}_{n-1}$$
#
# A picture for each epoch is best drawn by a function of its own. `plt.close` matters: a long training would fill the memory with open pictures.


# %%
def save_curve(numbers, path):
    """Draw numbers as a curve, and save the picture in a file."""
    figure, axes = plt.subplots(figsize=(4, 2))
    axes.plot(range(1, len(numbers) + 1), numbers, "o-")
    axes.set(xlabel="batch", ylabel="loss")
    figure.savefig(path, dpi=60)
    plt.close(figure)


save_curve(alone, f"{folder}/alone.png")
print(os.path.exists(f"{folder}/alone.png"))

# %% [markdown]
# ### Your turn: `batch_losses`
#
# Write a class `BatchLosses`, made with `BatchLosses(folder)`. It keeps a list `losses`: **one list for each epoch**, in it the loss of **each batch alone** (all batches count as equally large). At the end of each epoch it saves a picture of that epoch's losses in the folder (which is there already): `epoch_1.png`, `epoch_2.png`, … Take `save_curve`.
#
# <details><summary>Hint</summary>Five methods: <code>__init__</code> (with <code>super().__init__()</code> first), one that begins the list of lists, one that begins a list, one for batches, one for the end of an epoch.</details>
# <details><summary>Deeper hint</summary>The sum of the batches before is <code>sum(self.losses[-1])</code>, so the batch has <code>(batch + 1) * logs["loss"]</code> minus that. Begin a new inner list in <code>on_epoch_begin</code>.</details>

# %% solution="batch_losses"
BatchLosses = ...


### BEGIN SOLUTION
class BatchLosses(keras.callbacks.Callback):
    """Keep the loss of each batch, and save a picture of each epoch."""

    def __init__(self, folder):
        super().__init__()
        self.folder = folder

    def on_train_begin(self, logs=None):
        self.losses = []

    def on_epoch_begin(self, epoch, logs=None):
        self.losses.append([])

    def on_train_batch_end(self, batch, logs=None):
        self.losses[-1].append((batch + 1) * logs["loss"] - sum(self.losses[-1]))

    def on_epoch_end(self, epoch, logs=None):
        save_curve(self.losses[-1], f"{self.folder}/epoch_{epoch + 1}.png")


### END SOLUTION

# %% grade="batch_losses"
assert BatchLosses is not ..., "Exercise batch_losses: write a class called BatchLosses in place of the dots."
assert issubclass(BatchLosses, keras.callbacks.Callback), "Exercise batch_losses: the class is no callback."
batches = BatchLosses(folder)
playground.fit(train_x[:100], train_y[:100], batch_size=25, epochs=2, verbose=0, callbacks=[batches])
assert len(batches.losses) == 2, (
    f"Exercise batch_losses: 2 epochs ran, {len(batches.losses)} lists are there."
)
assert os.path.exists(f"{folder}/epoch_2.png"), (
    "Exercise batch_losses: epoch 2 left no picture in the folder."
)

# %% [markdown]
# ## Look inside while it learns
#
# Losses say how well. To see *what* a network does, show it the same few sentences after each epoch, and write down what it says. Old books take these sentences from `self.validation_data`:


# %% tags=["raises-exception"]
class OldLook(keras.callbacks.Callback):
    """Take a sample from the validation data, as old code did."""

    def on_epoch_end(self, epoch, logs=None):
        sample = self.validation_data[0][:5]
        print(self.model.predict(sample, verbose=0))


playground.fit(train_x[:100], train_y[:100], verbose=0, callbacks=[OldLook()])

# %% [markdown]
# A callback doesn't know the validation data any more. So you **pass the sample in** when you make it. Here is our network, opinion by opinion:


# %%
class SaveOpinions(keras.callbacks.Callback):
    """Save what the model says of a sample after each epoch, as `opinions_1.npy`, `opinions_2.npy`, …"""

    def __init__(self, sample, folder):
        super().__init__()
        self.sample, self.folder = sample, folder

    def on_epoch_end(self, epoch, logs=None):
        np.save(f"{self.folder}/opinions_{epoch + 1}.npy", self.model(self.sample))


keras.utils.set_random_seed(8)
train(reviewer(), callbacks=[SaveOpinions(valid_x[:100], folder)], epochs=6)
opinions = [np.load(f"{folder}/opinions_{number}.npy").ravel() for number in range(1, 7)]

figure, panels = plt.subplots(1, 3, figsize=(9, 2.5), sharey=True)
for panel, number in zip(panels, [1, 3, 6], strict=True):
    panel.hist(opinions[number - 1], bins=np.linspace(0, 1, 11), edgecolor="black")
    panel.set(title=f"epoch {number}", xlabel="probability of praise")
panels[0].set_ylabel("sentences")
plt.show()
sure = [float(np.mean(np.abs(opinion - 0.5) > 0.4)) for opinion in opinions]
print(
    "very sure in epoch 1: below a tenth:", sure[0] < 0.1, "| in epoch 6: above a quarter:", sure[-1] > 0.25
)

# %% [markdown]
# *Picture:* three histograms of the probability that the network gives to 100 validation sentences. In epoch 1 all stand in the middle, around 0.5. In epoch 3 they have spread over the whole range. In epoch 6 they have piled up at both ends, near 0 and near 1.
#
# That is what the climbing validation loss was: not more mistakes, but more certainty. Inside the network there is more to see. A model over inner tensors, as in lesson 03, gives what **every** layer says, here under the layers' names:

# %%
window = keras.Model(playground.inputs, {layer.name: layer.output for layer in playground.layers})
print({name: said.shape for name, said in window.predict(valid_x[:5], verbose=0).items()})

# %% [markdown]
# What a layer says is called its *activation*. The window is made of the layers themselves, so when these learn, it shows the new state. To keep several named arrays in one file: `np.savez(path, **arrays)` with a path that ends in `.npz`.
#
# ### Your turn: `save_activations`
#
# Write a class `SaveActivations`, made with `SaveActivations(sample, folder)`. At the end of each epoch it saves the activations of **every layer** of the model for the sample, each under the layer's name, in one file of the folder (which is there already): `epoch_1.npz`, `epoch_2.npz`, … It must work for any `Sequential` model, not only for ours.
#
# <details><summary>Hint</summary>Put the window into a method. In <code>__init__</code> there is no model yet; when is there one?</details>
# <details><summary>Deeper hint</summary>Build the window of <code>self.model</code> in <code>on_train_begin</code>, keep it as <code>self.window</code>, and ask it in <code>on_epoch_end</code> as above.</details>

# %% solution="save_activations"
SaveActivations = ...


### BEGIN SOLUTION
class SaveActivations(keras.callbacks.Callback):
    """Save the activations of every layer for a sample after each epoch."""

    def __init__(self, sample, folder):
        super().__init__()
        self.sample = sample
        self.folder = folder

    def on_train_begin(self, logs=None):
        outputs = {layer.name: layer.output for layer in self.model.layers}
        self.window = keras.Model(self.model.inputs, outputs)

    def on_epoch_end(self, epoch, logs=None):
        np.savez(f"{self.folder}/epoch_{epoch + 1}.npz", **self.window.predict(self.sample, verbose=0))


### END SOLUTION

# %% grade="save_activations"
assert SaveActivations is not ..., "Exercise save_activations: write a class in place of the dots."
assert issubclass(SaveActivations, keras.callbacks.Callback), (
    "Exercise save_activations: this is no callback."
)
looker = SaveActivations(valid_x[:3], folder)
playground.fit(train_x[:100], train_y[:100], verbose=0, callbacks=[looker])
assert os.path.exists(f"{folder}/epoch_1.npz"), "Exercise save_activations: epoch 1 left no file."
with np.load(f"{folder}/epoch_1.npz") as saved:
    assert len(saved) >= 2, (
        f"Exercise save_activations: the model has 2 layers, the file {len(saved)} arrays."
    )

# %% [markdown]
# ## What a callback can't change
#
# A callback may set the learning rate in the middle of a training. May it freeze a layer there, too? **Predict before you run:** in which epochs do the weights of `hidden` move?


# %%
class Freeze(keras.callbacks.Callback):
    """Freeze the hidden layer at the start of epoch 1, and tell whether its weights move."""

    def on_epoch_begin(self, epoch, logs=None):
        layer = self.model.get_layer("hidden")
        layer.trainable = epoch < 1
        self.before = layer.get_weights()[0]

    def on_epoch_end(self, epoch, logs=None):
        moved = np.abs(self.model.get_layer("hidden").get_weights()[0] - self.before).max() > 0
        print(f"epoch {epoch}: the weights moved: {moved}")


playground.fit(train_x[:100], train_y[:100], epochs=3, verbose=0, callbacks=[Freeze()])
playground.compile(loss="binary_crossentropy", optimizer="adam")
log = playground.fit(train_x[:100], train_y[:100], initial_epoch=3, epochs=4, verbose=0, callbacks=[Freeze()])

# %% [markdown]
# In epochs 1 and 2 the layer says that it is frozen, and moves. `fit` works with what was put together when it first ran, and nobody looks at `trainable` again, not even the next `fit` of this model. Only `compile` makes it look: in epoch 3, behind a new `compile`, the layer stands still.
#
# So a training in two phases is two calls of `fit`, with `compile` between them. Freeze first, compile second, fit third.
#
# ## What you have done
#
# In this lesson you have
#
# - stopped a training in time, with the best weights back, and met callbacks that watch a name which isn't there;
# - kept the best model and every epoch's weights on disk, watched by a name with `val_`;
# - braked at a plateau, and followed a timetable that starts from the rate of now;
# - gone on after a power cut, with a complete log, and ended at NaN;
# - written callbacks that keep ratios, batches and activations, begin anew with every `fit`, and get their sample passed in.
#
# In lesson 09 a callback writes all of this down for you, and TensorBoard draws it.
#
# **Where the ideas come from.** Early stopping: L. Prechelt, *Early Stopping – But When?*, in *Neural Networks: Tricks of the Trade*, 1998. Saving activations during training is an example in F. Chollet, *Deep Learning with Python*, 2018 (with the old `validation_data`). The sentences: C.J. Hutto and E. Gilbert, *VADER*, ICWSM 2014.
# Documentation: [the callbacks API](https://keras.io/api/callbacks/), [writing your own callbacks](https://keras.io/guides/writing_your_own_callbacks/).

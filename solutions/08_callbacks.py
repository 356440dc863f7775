# %% [markdown]
# # 08 · Callbacks: act while the model trains
#
# `fit` runs for minutes or for days, and you don't want to sit beside it. A **callback** is an object whose methods `fit` calls at fixed moments of the training: when it begins, after each batch, after each epoch. It may stop the training, save the model, change the learning rate, write a log or draw a picture. Keras brings about a dozen; seven of them do most of the work. Others you write yourself.
#
# In this lesson you
#
# - *stop* a training in time, and get the best weights back;
# - *save* the best model to disk, and go on after a power cut;
# - *change* the learning rate, by a schedule or when the loss no longer falls;
# - *write* callbacks of your own that see every epoch, every batch and every layer;
# - *find* the callback that never does anything, and say why.
#
# **Before you start:** lessons 01 and 03 (`fit`, `History`, overfitting; a model over the inner tensors of another one).
#
# **Time:** 90 minutes.

# %%
import coursework

DATA = coursework.setup(seed=8)

import os
import tempfile
import warnings
from pathlib import Path

import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf
from sklearn.feature_extraction.text import CountVectorizer

# %% [markdown]
# All files of this lesson go into a temporary folder. It is deleted when you close the notebook.

# %%
temporary = tempfile.TemporaryDirectory()
work_folder = temporary.name

# %% [markdown]
# ## A network that overfits
#
# The data are sentences from film reviews: positive (1) or negative (0)? (Sentences with a score near 0, which are neither, are left out.) Each sentence becomes a **bag of words**, as the tickets did in lesson 03: 1,500 columns, and a 1 where the word is in the sentence.

# %%
reviews = pd.read_csv(DATA / "reviews" / "reviews.csv.gz")
reviews = reviews[reviews["score"].abs() > 0.5].sample(4000, random_state=8)
texts = reviews["text"].to_numpy(str)
is_positive = (reviews["score"] > 0).to_numpy("float32")

vectorizer = CountVectorizer(binary=True, dtype="float32", max_features=1500)
vectorizer.fit(texts[:2000])
bags = vectorizer.transform(texts).toarray()
x_train, x_valid, x_test = np.split(bags, [2000, 3000])
y_train, y_valid, y_test = np.split(is_positive, [2000, 3000])
print(x_train.shape, x_valid.shape, x_test.shape)
print(f"share of positive sentences: {y_valid.mean():.2f}")

# %% [markdown]
# About half of the sentences are positive, so a model that always says "positive" is right for 0.5 of them: the baseline. We need the same network many times today. A function builds and compiles it:


# %%
def build_model(metric="accuracy"):
    """Return a new, compiled model that tells positive from negative."""
    inputs = keras.Input(shape=(1500,))
    hidden = keras.layers.Dense(16, activation="relu", name="hidden")
    output = keras.layers.Dense(1, activation="sigmoid", name="output")
    model = keras.Sequential([inputs, hidden, output])
    model.compile(
        loss="binary_crossentropy",
        optimizer=keras.optimizers.Adam(learning_rate=0.005),
        metrics=[metric],
    )
    return model


# %% [markdown]
# It has 1,500 × 16 + 16 + 16 + 1 = 24,033 parameters, for 2,000 sentences. **Predict before you run:** ten epochs. What will the training loss do, and what the validation loss?

# %%
keras.utils.set_random_seed(8)
overfitted = build_model()
history = overfitted.fit(
    x_train,
    y_train,
    batch_size=100,
    epochs=10,
    validation_data=(x_valid, y_valid),
    verbose=2,
)

# %%
epochs = range(1, 11)
plt.plot(epochs, history.history["loss"], "o-", label="training")
plt.plot(epochs, history.history["val_loss"], "s--", label="validation")
plt.xlabel("epoch")
plt.ylabel("loss")
plt.legend()
plt.show()

# %% [markdown]
# *Picture:* the training loss (dots, full line) falls from 0.67 to 0.09. The validation loss (squares, dashed) falls for three epochs to 0.58, and then climbs to 0.87.
#
# From the fourth epoch on the network memorizes its training sentences: it **overfits**. Seven of ten epochs made it worse, and the model now holds the weights with the highest validation loss of all. It should have been stopped.
#
# ## What a callback is
#
# A callback is an object of a class that derives from `keras.callbacks.Callback`. Its methods have names that begin with `on_`; they are called **hooks**. You write the hooks that you need, and hand the object to `fit` in the list `callbacks`. This one prints which of its hooks are called, and with what. **Predict before you run:** 200 sentences in batches of 100, two epochs. How many lines?


# %%
class PrintCalls(keras.callbacks.Callback):
    """Print when each hook is called, and which logs it is given."""

    def on_train_begin(self, logs=None):
        print("training begins")

    def on_epoch_begin(self, epoch, logs=None):
        print("  epoch", epoch)

    def on_train_batch_end(self, batch, logs=None):
        print("    batch", batch, sorted(logs))

    def on_epoch_end(self, epoch, logs=None):
        print("  end of epoch", epoch, sorted(logs))


# %%
model = build_model()
history = model.fit(
    x_train[:200],
    y_train[:200],
    batch_size=100,
    epochs=2,
    validation_data=(x_valid[:200], y_valid[:200]),
    callbacks=[PrintCalls()],
    verbose=0,
)

# %% [markdown]
# Nine lines, and three things to see:
#
# - epochs and batches are counted from *0* here; for a title or a file name you would write `epoch + 1`;
# - `logs` is a dict, and *its keys are the names that a callback can monitor*. At the end of an epoch there are also those with `val_`, if `fit` has validation data;
# - after a batch there is no `val_` name: the validation has not happened yet.
#
# `evaluate` and `predict` take callbacks, too. They call hooks of their own: `on_test_…` and `on_predict_…`.


# %%
class PrintUse(keras.callbacks.Callback):
    """Print what the hooks of evaluate and predict are given."""

    def on_test_end(self, logs=None):
        print("evaluate ends:", sorted(logs))

    def on_predict_batch_end(self, batch, logs=None):
        print("predict, batch", batch, sorted(logs), logs["outputs"].shape)


# %%
model.evaluate(x_valid[:200], y_valid[:200], callbacks=[PrintUse()], verbose=0)
outputs = model.predict(
    x_valid[:200],
    batch_size=100,
    callbacks=[PrintUse()],
    verbose=0,
)

# %% [markdown]
# A callback for `evaluate` gets the loss and the metrics. One for `predict` gets the outputs of each batch. The validation inside `fit` is an `evaluate`, so `on_test_…` is called there as well.
#
# ## Stop in time
#
# **Early stopping** ends a training when the validation result no longer improves. `EarlyStopping` monitors one name of the logs. When its value has not become better for `patience` epochs in a row, it stops the training. The weights are then those of the last epoch, `patience` epochs after the best one. So add `restore_best_weights=True`: when the training ends, it brings the weights of the best epoch back.

# %%
keras.utils.set_random_seed(8)
stopped = build_model()
early_stopping = keras.callbacks.EarlyStopping(
    monitor="val_loss",
    patience=2,
    restore_best_weights=True,
)

# %%
history = stopped.fit(
    x_train,
    y_train,
    batch_size=100,
    epochs=10,
    validation_data=(x_valid, y_valid),
    callbacks=[early_stopping],
    verbose=0,
)
print([round(loss, 3) for loss in history.history["val_loss"]])

# %%
valid_loss, valid_accuracy = stopped.evaluate(x_valid, y_valid, verbose=0)
print(f"validation loss of the model now: {valid_loss:.3f}")

# %% [markdown]
# Five epochs instead of ten. The third was the best; after two more without a better value the training ended. The model has the weights of the third epoch again, with a validation loss of 0.58. What did that change, on test sentences that nobody has looked at?

# %%
for name, model in {"ten epochs": overfitted, "stopped": stopped}.items():
    test_loss, test_accuracy = model.evaluate(x_test, y_test, verbose=0)
    print(f"{name}: loss {test_loss:.2f}, accuracy {test_accuracy:.2f}")

# %% [markdown]
# Both are right for 0.72 of the sentences, give or take 0.01, where the baseline is right for 0.5. But the loss after ten epochs is 0.78, and 0.55 when stopped: where the overfitted network is wrong, it is *certain*. And stopping took half the time.
#
# **The name must be in the logs.** Our metric is called `accuracy`. Old code often monitors `val_acc`. **Predict before you run:** an error, or silence?

# %% tags=["raises-exception"]
# %xmode Minimal
model = build_model()
history = model.fit(
    x_train[:200],
    y_train[:200],
    validation_data=(x_valid[:200], y_valid[:200]),
    callbacks=[keras.callbacks.EarlyStopping(monitor="val_acc")],
    verbose=0,
)

# %% [markdown]
# An error. Keras looks for a metric of this name, to know whether a larger or a smaller value is better, and finds none. The message proposes `mode`. With `mode="max"` the error is gone. Does it work now?

# %%
silent = keras.callbacks.EarlyStopping("val_acc", mode="max", patience=0)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    history = build_model().fit(
        x_train[:200],
        y_train[:200],
        epochs=3,
        validation_data=(x_valid[:200], y_valid[:200]),
        callbacks=[silent],
        verbose=0,
    )
print("epochs:", len(history.epoch))
print({str(w.message) for w in caught if "val_acc" in str(w.message)})

# %% [markdown]
# It never stops, not even with a patience of 0: there is no `val_acc` to look at. You get a warning, and a warning is easily overlooked. (We caught it here, to print it once.) The name in the logs is the name that you gave in `compile`: `metrics=["accuracy"]` makes `accuracy` and `val_accuracy`, and `metrics=["acc"]` makes `acc` and `val_acc`. If in doubt, fit one epoch and print `sorted(history.history)`.
#
# ### Exercise `stop_in_time`
#
# A callback keeps what it has seen, so every training gets a new one. That is why you write **functions that return a callback** in this lesson.
#
# Write `make_stopper()`. The callback that it returns ends a training of `build_model()` when the **validation accuracy** has not become better for **three** epochs in a row. Every larger value is better, however small the step. When the training ends, early or after its last epoch, the model has the weights of the epoch with the best validation accuracy.
#
# <details><summary>Hint</summary>Take the example above. Change what is monitored, and how long it waits.</details>
# <details><summary>Deeper hint</summary>How is the metric called in <code>build_model</code>? The validation puts <code>val_</code> in front of that name. Keras finds out by itself that a larger accuracy is better.</details>


# %% solution="stop_in_time"
def make_stopper():
    """Return a callback that stops after three epochs without progress."""
    ### BEGIN SOLUTION
    return keras.callbacks.EarlyStopping(
        monitor="val_accuracy",
        patience=3,
        restore_best_weights=True,
    )
    ### END SOLUTION


# %% grade="stop_in_time"
where = "Exercise stop_in_time: "
tried = make_stopper()
assert tried is not None, where + "`make_stopper` returns nothing yet."
assert not isinstance(tried, type), (
    where + "`make_stopper` returns a class, and a callback object is "
    "asked for. Call the class, with parentheses."
)
assert isinstance(tried, keras.callbacks.Callback), (
    where + f"a callback is asked for, not a {type(tried).__name__}."
)
assert tried is not make_stopper(), where + "make a new one in each call."
few = {"x": x_train[:50], "y": y_train[:50], "verbose": 0}
unseen = (x_valid[:50], y_valid[:50])
build_model().fit(**few, validation_data=unseen, callbacks=[tried])
print("The visible check of stop_in_time passed.")

# %% [markdown]
# ## Keep the best
#
# The weights in memory are lost when the kernel stops. A **checkpoint** is a copy of the model, or of its weights, in a file. `ModelCheckpoint` writes one at the end of each epoch, or, with `save_best_only=True`, only when the monitored value became better. Two kinds of files:
#
# | | file name | what is saved |
# |---|---|---|
# | `save_weights_only=False` | ends in `.keras` | the whole model, ready to load |
# | `save_weights_only=True` | ends in `.weights.h5` | the weights; you build the model yourself |

# %%
checkpoint = keras.callbacks.ModelCheckpoint(
    filepath=f"{work_folder}/best.weights.h5",
    monitor="val_loss",
    save_best_only=True,
    save_weights_only=True,
)

# %%
keras.utils.set_random_seed(8)
model = build_model()
history = model.fit(
    x_train,
    y_train,
    batch_size=100,
    epochs=5,
    validation_data=(x_valid, y_valid),
    callbacks=[checkpoint],
    verbose=0,
)

# %%
print([round(loss, 3) for loss in history.history["val_loss"]])
model.load_weights(f"{work_folder}/best.weights.h5")
valid_loss, valid_accuracy = model.evaluate(x_valid, y_valid, verbose=0)
print(f"validation loss with the saved weights: {valid_loss:.3f}")

# %% [markdown]
# The file holds the weights of the third epoch, the best of five.
#
# Keras fills in braces in the file's name: `"epoch_{epoch}.keras"` becomes `epoch_1.keras`, `epoch_2.keras` and so on (here Keras counts from 1), and `{val_loss:.2f}` works too. Without braces each file overwrites the one before.
#
# What if you monitor `loss` instead of `val_loss`? The training loss falls in almost every epoch, as you saw in the first picture. "Best" then means "last", and the file holds the network that overfits most. So monitor a name with `val_`.
#
# Two old habits raise errors: a folder as the file's name, and `period`.

# %%
try:
    keras.callbacks.ModelCheckpoint("checkpoints")
except ValueError as error:
    print("ValueError:", error)
try:
    keras.callbacks.ModelCheckpoint("best.keras", period=5)
except TypeError as error:
    print("TypeError:", error)

# %% [markdown]
# Instead of `period` there is `save_freq`: `"epoch"`, or a number of **batches**.
#
# ### Exercise `keep_the_best`
#
# Write `make_keepers(folder)`, which returns a **list of two** callbacks, in any order, for a model that was compiled with `metrics=["acc"]`:
#
# 1. one writes the file `best.keras`: the whole model, as it was at the end of the epoch with the best **validation accuracy**;
# 2. one writes the **weights alone**, at the end of **every** epoch: `epoch_1.weights.h5`, `epoch_2.weights.h5`, …
#
# Both write into `folder`, the path (a text) of a folder that exists.
#
# <details><summary>Hint</summary>Read the compile line again: what will this metric be called in the logs?</details>
# <details><summary>Deeper hint</summary>Only one of the two monitors anything. In an f-string, braces for Keras are doubled, <code>{{epoch}}</code>; or write <code>folder + "/epoch_{epoch}…"</code>.</details>


# %% solution="keep_the_best"
def make_keepers(folder):
    """Return two callbacks: for the best model, and for all weights."""
    ### BEGIN SOLUTION
    best = keras.callbacks.ModelCheckpoint(
        filepath=folder + "/best.keras",
        monitor="val_acc",
        save_best_only=True,
    )
    every = keras.callbacks.ModelCheckpoint(
        filepath=folder + "/epoch_{epoch}.weights.h5",
        save_weights_only=True,
    )
    return [best, every]
    ### END SOLUTION


# %% grade="keep_the_best"
where = "Exercise keep_the_best: "
place = tempfile.mkdtemp(dir=work_folder)
tried = make_keepers(place)
assert tried is not None, where + "`make_keepers` returns nothing yet."
assert isinstance(tried, (list, tuple)), where + "return a list."
assert len(tried) == 2, where + f"two callbacks, not {len(tried)}."
for one in tried:
    assert isinstance(one, keras.callbacks.Callback), (
        where + f"the list holds a {type(one).__name__}, not a callback."
    )
few = {"x": x_train[:50], "y": y_train[:50], "verbose": 0}
unseen = (x_valid[:50], y_valid[:50])
build_model("acc").fit(**few, validation_data=unseen, callbacks=[*tried])
assert os.listdir(place), where + "after one epoch there is no file."
print("The visible check of keep_the_best passed.")

# %% [markdown]
# ## Reduce the rate on a plateau
#
# Near a minimum of the loss, large steps jump over it. A **plateau** is a stretch of epochs in which the loss no longer falls. `ReduceLROnPlateau` waits like `EarlyStopping`, and when its patience is over it multiplies the learning rate by `factor`, again and again, down to `min_lr`.

# %%
reduce_rate = keras.callbacks.ReduceLROnPlateau(
    monitor="val_loss",
    factor=0.1,
    patience=1,
    min_lr=1e-5,
)

# %%
keras.utils.set_random_seed(8)
model = build_model()
history = model.fit(
    x_train,
    y_train,
    batch_size=100,
    epochs=7,
    validation_data=(x_valid, y_valid),
    callbacks=[reduce_rate],
    verbose=0,
)

# %%
table = pd.DataFrame(history.history, index=history.epoch)
table[["learning_rate", "loss", "val_loss"]].round(5)

# %% [markdown]
# The `History` has a new key, `learning_rate`: the rate in use during that epoch. In epoch 3 (the fourth) `val_loss` rises for the first time, and epoch 4 goes on with a tenth of the rate. `val_loss` does not become better, so the rate falls to a tenth in each epoch, until it reaches `min_lr`. The weights hardly change any more. `val_loss` stays near 0.60; without the callback it had climbed to 0.75 after seven epochs.
#
# A misspelled argument is dangerous here. **Predict before you run:** what is the patience of this one?

# %%
misspelled = keras.callbacks.ReduceLROnPlateau(patiance=1)
print("patience:", misspelled.patience)

# %% [markdown]
# Ten, the default. `EarlyStopping` would have refused the misspelled word with a `TypeError`. `ReduceLROnPlateau` accepts arguments that it doesn't know, for the sake of old code, and says nothing. Read your arguments twice, or print what the object holds, as here.
#
# Old code also has *old names* for the learning rate: the key `lr` in the logs, `.lr` of an optimizer, and the argument `lr=`.


# %%
class OldName(keras.callbacks.Callback):
    """Try to set the learning rate by its old name."""

    def on_epoch_end(self, epoch, logs=None):
        self.model.optimizer.lr = 0.0
        print("the logs have a key lr:", "lr" in logs)
        rate = float(self.model.optimizer.learning_rate)
        print(f"the learning rate: {rate:.3f}")


# %%
model = build_model()
history = model.fit(
    x_train[:100],
    y_train[:100],
    callbacks=[OldName()],
    verbose=0,
)

# %% tags=["raises-exception"]
# %xmode Minimal
keras.optimizers.Adam(lr=0.005)

# %% [markdown]
# The argument raises an error, and so would `logs["lr"]`. *Setting* `.lr` is worse: Python makes a new attribute that Keras never reads, and the rate stays 0.005. Today you write `self.model.optimizer.learning_rate = 0.001`, and `learning_rate=` for the argument.
#
# ### Exercise `reduce_on_plateau`
#
# Write `make_reducer()`. The callback that it returns **halves** the learning rate each time the **validation loss** has not become better for **two** epochs in a row, and never sets a rate below **0.01**. (Your callback will be tried with an optimizer that starts at 0.1.)
#
# <details><summary>Hint</summary>The example monitors the right name. Three numbers are yours.</details>
# <details><summary>Deeper hint</summary>The new rate is the old one times <code>factor</code>. Which number halves? Read the letters of <code>patience</code> once more.</details>


# %% solution="reduce_on_plateau"
def make_reducer():
    """Return a callback that halves the rate after two bad epochs."""
    ### BEGIN SOLUTION
    return keras.callbacks.ReduceLROnPlateau(
        monitor="val_loss",
        factor=0.5,
        patience=2,
        min_lr=0.01,
    )
    ### END SOLUTION


# %% grade="reduce_on_plateau"
where = "Exercise reduce_on_plateau: "
tried = make_reducer()
assert tried is not None, where + "`make_reducer` returns nothing yet."
assert not isinstance(tried, type), (
    where + "`make_reducer` returns a class, and a callback object is "
    "asked for. Call the class, with parentheses."
)
assert isinstance(tried, keras.callbacks.Callback), (
    where + f"a callback is asked for, not a {type(tried).__name__}."
)
few = {"x": x_train[:50], "y": y_train[:50], "verbose": 0}
unseen = (x_valid[:50], y_valid[:50])
build_model().fit(**few, validation_data=unseen, callbacks=[tried])
print("The visible check of reduce_on_plateau passed.")

# %% [markdown]
# ## A learning-rate schedule
#
# A **learning-rate schedule** is a rule that sets the rate of each epoch in advance. `LearningRateScheduler` monitors nothing. It calls your function at the start of each epoch with two arguments: the number of the epoch (from 0) and the *current* rate. The function returns the rate for this epoch, as a plain number. This one halves the rate in every second epoch:


# %%
def every_second(epoch, rate):
    """Return half the rate in epochs 2, 4, 6 …, else the same rate."""
    if epoch > 0 and epoch % 2 == 0:
        return rate / 2
    return rate


# %%
model = build_model()
model.optimizer.learning_rate = 0.08
schedule = keras.callbacks.LearningRateScheduler(every_second)
history = model.fit(
    x_train[:100],
    y_train[:100],
    epochs=6,
    callbacks=[schedule],
    verbose=0,
)
print([round(rate, 3) for rate in history.history["learning_rate"]])

# %% [markdown]
# 0.08, 0.08, then half of it, then half of *that*. The function gets the rate of the epoch before, so changes multiply. With `rate * 0.5**epoch` you would halve what is halved already: after four such epochs not 1/16 of the rate is left, but 1/2 × 1/4 × 1/8 × 1/16 = 1/1024.
#
# ### Exercise `schedule_the_rate`
#
# Write `make_schedule()`. The callback that it returns does not change the optimizer's rate in the **first three** epochs. From the fourth epoch on, each epoch has **10 % less** than the epoch before it. This works from whatever rate the optimizer starts with: your callback will be tried with several.
#
# <details><summary>Hint</summary>Which numbers have the first three epochs? And if you take 10 % off a rate, what share of it is left?</details>
# <details><summary>Deeper hint</summary>Write a function inside <code>make_schedule</code> with one <code>if</code>, and hand it to <code>keras.callbacks.LearningRateScheduler</code>. Compute the new rate from the rate that you are given.</details>


# %% solution="schedule_the_rate"
def make_schedule():
    """Return a callback: three epochs unchanged, then 10 % less in each."""

    ### BEGIN SOLUTION
    def schedule(epoch, rate):
        if epoch < 3:
            return rate
        return rate * 0.9

    return keras.callbacks.LearningRateScheduler(schedule)
    ### END SOLUTION


# %% grade="schedule_the_rate"
where = "Exercise schedule_the_rate: "
tried = make_schedule()
assert tried is not None, where + "`make_schedule` returns nothing yet."
assert isinstance(tried, keras.callbacks.Callback), (
    where + f"a callback is asked for, not a {type(tried).__name__}. "
    "Is your function handed to LearningRateScheduler?"
)
few = {"x": x_train[:50], "y": y_train[:50], "verbose": 0}
build_model().fit(**few, epochs=5, callbacks=[tried])
print("The visible check of schedule_the_rate passed.")

# %% [markdown]
# ## Safe long trainings
#
# Three callbacks for trainings that take a night. `CSVLogger` writes one line for each epoch, at once, so that you can look while it runs. `TerminateOnNaN` ends a training whose loss is infinite or *NaN* ("not a number"). Here one label of 300 is missing, and NaN stands in its place. **Predict before you run:** six epochs are asked for. How many lines will the log have?

# %%
broken_y = np.where(np.arange(300) == 250, np.nan, y_train[:300])
logger = keras.callbacks.CSVLogger(f"{work_folder}/log.csv")
keras.utils.set_random_seed(8)
history = build_model().fit(
    x_train[:300],
    broken_y,
    batch_size=100,
    shuffle=False,
    epochs=6,
    callbacks=[logger, keras.callbacks.TerminateOnNaN()],
    verbose=0,
)
pd.read_csv(f"{work_folder}/log.csv")

# %% [markdown]
# One. The batch with the missing label made the loss NaN. All weights are NaN from then on, and never become numbers again: the other five epochs would have been a waste. The log has a column `epoch`, counted from 0, and one for each name in the logs. (Keras adds the two `val_` columns when a training is ended early.) A second training with the same file name begins the file anew, unless you say `append=True`.
#
# `BackupAndRestore` is for power cuts. After each epoch it saves the model, the optimizer's state and the number of the epoch. Here is a power cut, made by a callback:


# %%
class PowerCut(keras.callbacks.Callback):
    """Raise an error at the beginning of epoch 2."""

    def on_epoch_begin(self, epoch, logs=None):
        if epoch == 2:
            raise RuntimeError("the power is off")


# %% tags=["raises-exception"]
# %xmode Minimal
backup = keras.callbacks.BackupAndRestore(f"{work_folder}/backup")
build_model().fit(
    x_train[:100],
    y_train[:100],
    epochs=4,
    callbacks=[backup, PowerCut()],
    verbose=0,
)

# %% [markdown]
# The power is back. The model in memory is lost, so we build a *new* one, and give it a backup in the same folder. **Predict before you run:** which epochs will run?

# %%
print("on disk:", sorted(os.listdir(f"{work_folder}/backup")))
backup = keras.callbacks.BackupAndRestore(f"{work_folder}/backup")
history = build_model().fit(
    x_train[:100],
    y_train[:100],
    epochs=4,
    callbacks=[backup],
    verbose=0,
)
print("epochs:", history.epoch)
print("still there:", os.path.exists(f"{work_folder}/backup"))

# %% [markdown]
# Epochs 2 and 3: the first two were not lost. When a training reaches its end, the backup is no longer needed, and Keras *removes its folder with all that is in it*. So give it a folder of its own, with nothing else inside.
#
# ### Exercise `safe_night`
#
# Write `make_safe(folder)`, which returns a list of callbacks, in any order. `folder` is the path (a text) of a folder that exists. With these callbacks,
#
# - a training that was cut off **goes on after its last finished epoch**, when the same `fit` is run again with a new model and new callbacks from `make_safe(folder)`;
# - the file `log.csv` in `folder` has a line for **every** finished epoch, those before the cut too, in the form in which `CSVLogger` writes it;
# - a loss of NaN **ends** the training, without an error.
#
# <details><summary>Hint</summary>Three callbacks, one for each line. What does a logger do to a file that is there already?</details>
# <details><summary>Deeper hint</summary>Where does the backup go? Not into <code>folder</code> itself: it would be removed in the end, and the log with it. A folder inside will do.</details>


# %% solution="safe_night"
def make_safe(folder):
    """Return callbacks: survive a cut, log every epoch, end at NaN."""
    ### BEGIN SOLUTION
    return [
        keras.callbacks.BackupAndRestore(folder + "/backup"),
        keras.callbacks.CSVLogger(folder + "/log.csv", append=True),
        keras.callbacks.TerminateOnNaN(),
    ]
    ### END SOLUTION


# %% grade="safe_night"
where = "Exercise safe_night: "
place = tempfile.mkdtemp(dir=work_folder)
tried = make_safe(place)
assert tried is not None, where + "`make_safe` returns nothing yet."
assert isinstance(tried, (list, tuple)), where + "return a list."
for one in tried:
    assert isinstance(one, keras.callbacks.Callback), (
        where + f"the list holds a {type(one).__name__}, not a callback."
    )
few = {"x": x_train[:50], "y": y_train[:50], "verbose": 0}
build_model().fit(**few, callbacks=[*tried])
missing = "after one epoch, `folder` holds no `log.csv`."
assert os.path.exists(f"{place}/log.csv"), where + missing
print("The visible check of safe_night passed.")

# %% [markdown]
# ## Write your own
#
# Derive a class from `keras.callbacks.Callback` and write the hooks that you need. Two things are there for you: `self.model`, and `logs`. This callback measures how large the weights are:


# %%
class WeightSize(keras.callbacks.Callback):
    """Keep the mean absolute weight of the hidden layer, in `sizes`."""

    def on_train_begin(self, logs=None):
        self.sizes = []

    def on_epoch_end(self, epoch, logs=None):
        kernel = self.model.get_layer("hidden").get_weights()[0]
        self.sizes.append(float(np.abs(kernel).mean()))


# %%
keras.utils.set_random_seed(8)
weight_size = WeightSize()
history = build_model().fit(
    x_train,
    y_train,
    batch_size=100,
    epochs=6,
    callbacks=[weight_size],
    verbose=0,
)
print([round(size, 3) for size in weight_size.sizes])

# %% [markdown]
# The weights grow from epoch to epoch: a network that memorizes gives larger outputs. Why does the list begin in `on_train_begin`, and not in `__init__`? A callback may be used in a second training. `__init__` runs once, `on_train_begin` at the start of every `fit`.
#
# A callback of your own can also end the training. It sets *`self.model.stop_training`* to `True`; `fit` looks at it after each epoch. `EarlyStopping` stops in the same way. **Predict before you run:** in the first training of this lesson the training accuracy was 0.59, 0.82, 0.88, 0.92 … How many epochs will run?


# %%
class StopAt(keras.callbacks.Callback):
    """End the training when the training accuracy reaches 0.85."""

    def on_epoch_end(self, epoch, logs=None):
        if logs["accuracy"] >= 0.85:
            self.model.stop_training = True


# %%
keras.utils.set_random_seed(8)
history = build_model().fit(
    x_train,
    y_train,
    batch_size=100,
    epochs=10,
    callbacks=[StopAt()],
    verbose=2,
)

# %% [markdown]
# Three: the third epoch is the first one with 0.85 or more.
#
# A callback of your own can fail in three ways. First: each hook takes `logs`, also when you don't need it. Second: `self.model` is set for you. You can't set it yourself, as old code did in `set_model`.


# %% tags=["raises-exception"]
# %xmode Minimal
class NoLogs(keras.callbacks.Callback):
    """Leave out `logs`."""

    def on_epoch_end(self, epoch):
        print(epoch)


build_model().fit(x_train[:100], y_train[:100], callbacks=[NoLogs()], verbose=0)


# %% tags=["raises-exception"]
# %xmode Minimal
class OwnModel(keras.callbacks.Callback):
    """Set the model by hand, as old code did."""

    def set_model(self, model):
        self.model = model


model = build_model()
model.fit(x_train[:100], y_train[:100], callbacks=[OwnModel()], verbose=0)

# %% [markdown]
# The third is silent. Misspell a hook, `on_epoch_ends`, and nobody calls it. If a callback never does anything, read the names of its methods again.
#
# ### Exercise `loss_ratio`
#
# How far does the network overfit? **Validation loss divided by training loss** tells: near 1 all is well; at 3 the training loss says nothing about new sentences. Write a class `LossRatio`, a callback that is made by `LossRatio()`. It has a list `ratios` with one number for each epoch. The list begins anew with every `fit`. A `fit` without validation data must work too; then there is nothing to divide, and after it the list is empty.
#
# For example, a training loss of 0.4 and a validation loss of 0.6 make 1.5.
#
# <details><summary>Hint</summary>Two hooks, as in <code>WeightSize</code>. Both losses are in <code>logs</code>.</details>
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
where = "Exercise loss_ratio: "
assert LossRatio is not ..., where + "write the class in place of the dots."
assert isinstance(LossRatio, type), where + "LossRatio is not a class."
assert issubclass(LossRatio, keras.callbacks.Callback), (
    where + "the class does not derive from keras.callbacks.Callback."
)
tried = LossRatio()
few = {"x": x_train[:50], "y": y_train[:50], "verbose": 0}
unseen = (x_valid[:50], y_valid[:50])
build_model().fit(**few, validation_data=unseen, callbacks=[tried])
assert hasattr(tried, "ratios"), where + "there is no attribute `ratios`."
count = len(tried.ratios)
assert count == 1, where + f"after one epoch, `ratios` holds {count} numbers."
print("The visible check of loss_ratio passed.")

# %% [markdown]
# ## Batch by batch
#
# An epoch is long. To look inside, you can keep what `logs` say after each batch. But what do they say? We set the learning rate to 0, so that the weights don't change and we can evaluate the batches one by one afterwards. **Predict before you run:** is the loss in the logs after a batch the loss of that batch?


# %%
class BatchLogs(keras.callbacks.Callback):
    """Keep the loss that the logs give after each batch, in `logged`."""

    def on_train_begin(self, logs=None):
        self.logged = []

    def on_train_batch_end(self, batch, logs=None):
        self.logged.append(logs["loss"])


# %%
keras.utils.set_random_seed(8)
model = build_model()
model.optimizer.learning_rate = 0.0
batch_logs = BatchLogs()
history = model.fit(
    x_train[:40],
    y_train[:40],
    batch_size=10,
    shuffle=False,
    callbacks=[batch_logs],
    verbose=0,
)

# %%
true_losses = []
for start in [0, 10, 20, 30]:
    x_batch = x_train[start : start + 10]
    y_batch = y_train[start : start + 10]
    loss, accuracy = model.evaluate(x_batch, y_batch, verbose=0)
    true_losses.append(loss)
running_means = np.cumsum(true_losses) / [1, 2, 3, 4]
print("loss of each batch:    ", np.round(true_losses, 4))
print("loss in the logs:      ", np.round(batch_logs.logged, 4))
print("mean of all until then:", np.round(running_means, 4))

# %% [markdown]
# The logs give the *running mean*, the mean of all batches since the epoch began, and not the loss of the batch. It is smooth, and it hides a single bad batch. To get the batch alone, undo the mean. If the logs say 4.0 after one batch and 3.0 after two, then the two batches sum to 2 × 3.0 = 6.0, and the second one had 6.0 − 4.0 = 2.0. In general, after batch number $n$ (from 1),
#
# $$\text{loss}_n = n \cdot \text{mean}_n - (n - 1) \cdot \text{mean}_{n-1}$$
#
# To draw a picture for each epoch, write a function for it. `plt.close` matters: in a long training, open pictures would fill the memory.


# %%
def save_curve(losses, path):
    """Draw the losses of an epoch's batches, and save the picture."""
    figure, axes = plt.subplots(figsize=(4, 2))
    axes.plot(range(1, len(losses) + 1), losses, "o-")
    axes.set(xlabel="batch", ylabel="loss")
    figure.savefig(path, dpi=60)
    plt.close(figure)


save_curve(true_losses, f"{work_folder}/losses.png")
print(os.path.exists(f"{work_folder}/losses.png"))

# %% [markdown]
# ### Exercise `batch_losses`
#
# Write a class `BatchLosses`, a callback that is made by `BatchLosses(folder)`. It has a list `losses`, which begins anew with every `fit`: **one list for each epoch**, and in it the loss of **each batch alone** (all batches count as equally large). At the end of each epoch it saves a picture of that epoch's losses in `folder`, which exists: `epoch_1.png`, `epoch_2.png`, … Use `save_curve`.
#
# <details><summary>Hint</summary>Five methods: <code>__init__</code> (with <code>super().__init__()</code> first), one hook that begins the list of lists, one that begins a list, one for batches, one for the end of an epoch.</details>
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
        total = (batch + 1) * logs["loss"]
        self.losses[-1].append(total - sum(self.losses[-1]))

    def on_epoch_end(self, epoch, logs=None):
        save_curve(self.losses[-1], f"{self.folder}/epoch_{epoch + 1}.png")


### END SOLUTION

# %% grade="batch_losses"
where = "Exercise batch_losses: "
assert BatchLosses is not ..., where + "write the class in place of the dots."
assert isinstance(BatchLosses, type), where + "BatchLosses is not a class."
assert issubclass(BatchLosses, keras.callbacks.Callback), (
    where + "the class does not derive from keras.callbacks.Callback."
)
place = tempfile.mkdtemp(dir=work_folder)
tried = BatchLosses(place)
few = {"x": x_train[:50], "y": y_train[:50], "verbose": 0}
build_model().fit(**few, batch_size=25, epochs=2, callbacks=[tried])
assert hasattr(tried, "losses"), where + "there is no attribute `losses`."
count = len(tried.losses)
assert count == 2, where + f"2 epochs ran, `losses` holds {count} entries."
assert "epoch_2.png" in os.listdir(place), where + "no `epoch_2.png`."
print("The visible check of batch_losses passed.")

# %% [markdown]
# ## Look inside while it learns
#
# A loss says how well a network does. To see *what* it does, show it the same few sentences after each epoch, and save its outputs. Old books take these sentences from `self.validation_data`:


# %% tags=["raises-exception"]
# %xmode Minimal
class OldLook(keras.callbacks.Callback):
    """Take a sample from the validation data, as old code did."""

    def on_epoch_end(self, epoch, logs=None):
        sample = self.validation_data[0][:5]
        print(self.model.predict(sample, verbose=0))


model = build_model()
model.fit(x_train[:100], y_train[:100], callbacks=[OldLook()], verbose=0)

# %% [markdown]
# A callback has no `validation_data` any more. So you *pass the sample in* when you make the callback. This one saves the model's outputs for a sample after each epoch:


# %%
class SaveOutputs(keras.callbacks.Callback):
    """Save the outputs for a sample: `outputs_1.npy`, `outputs_2.npy`, …"""

    def __init__(self, sample, folder):
        super().__init__()
        self.sample = sample
        self.folder = folder

    def on_epoch_end(self, epoch, logs=None):
        outputs = self.model.predict(self.sample, verbose=0)
        np.save(f"{self.folder}/outputs_{epoch + 1}.npy", outputs)


# %%
keras.utils.set_random_seed(8)
history = build_model().fit(
    x_train,
    y_train,
    batch_size=100,
    epochs=6,
    callbacks=[SaveOutputs(x_valid[:100], work_folder)],
    verbose=0,
)

# %%
figure, panels = plt.subplots(1, 3, figsize=(9, 2.5), sharey=True)
for panel, number in zip(panels, [1, 3, 6], strict=True):
    outputs = np.load(f"{work_folder}/outputs_{number}.npy")
    panel.hist(outputs.ravel(), bins=np.linspace(0, 1, 11), edgecolor="k")
    panel.set(title=f"epoch {number}", xlabel="probability of positive")
    share = np.mean((outputs < 0.1) | (outputs > 0.9))
    print(f"epoch {number}: below 0.1 or above 0.9: {share:.2f}")
panels[0].set_ylabel("sentences")
plt.show()

# %% [markdown]
# *Picture:* three histograms of the probability that the network gives to 100 validation sentences. In epoch 1 all lie in the middle, around 0.5. In epoch 3 they cover the whole range from 0 to 1. In epoch 6 many lie at the two ends, near 0 and near 1.
#
# Now you see why the validation loss climbed while the accuracy stayed near 0.7: the network does not make more mistakes, it is more certain of them. There is more to see inside. A model over inner tensors, as in lesson 03, gives the outputs of *every* layer, here under the layers' names:

# %%
model = build_model()
layer_outputs = {layer.name: layer.output for layer in model.layers}
inner_model = keras.Model(model.inputs, layer_outputs)
activations = inner_model.predict(x_valid[:5], verbose=0)
for name, values in activations.items():
    print(name, values.shape)

# %% [markdown]
# The outputs of a layer are called its **activations**. The inner model is made of the layers themselves, so when these learn, it shows their new state. To save several named arrays in one file: `np.savez(path, **arrays)` with a dict `arrays` and a path that ends in `.npz`.
#
# ### Exercise `save_activations`
#
# Write a class `SaveActivations`, a callback that is made by `SaveActivations(sample, folder)`. At the end of each epoch it saves the activations of **every layer** of the model for the array `sample`, as the model computes them in `predict`, each under the layer's name, in one file of `folder`, which exists: `epoch_1.npz`, `epoch_2.npz`, … It must work for any `Sequential` model, not only for ours.
#
# <details><summary>Hint</summary>Build the inner model in a method. In <code>__init__</code> there is no model yet; when is there one?</details>
# <details><summary>Deeper hint</summary>Build the inner model of <code>self.model</code> in <code>on_train_begin</code>, keep it as <code>self.inner_model</code>, and call its <code>predict</code> in <code>on_epoch_end</code>, as above.</details>

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
        self.inner_model = keras.Model(self.model.inputs, outputs)

    def on_epoch_end(self, epoch, logs=None):
        arrays = self.inner_model.predict(self.sample, verbose=0)
        np.savez(f"{self.folder}/epoch_{epoch + 1}.npz", **arrays)


### END SOLUTION

# %% grade="save_activations"
where = "Exercise save_activations: "
assert SaveActivations is not ..., where + "write the class, not the dots."
assert isinstance(SaveActivations, type), where + "this is not a class."
assert issubclass(SaveActivations, keras.callbacks.Callback), (
    where + "the class does not derive from keras.callbacks.Callback."
)
place = tempfile.mkdtemp(dir=work_folder)
tried = SaveActivations(x_valid[:3], place)
build_model().fit(x_train[:50], y_train[:50], callbacks=[tried], verbose=0)
assert "epoch_1.npz" in os.listdir(place), where + "no `epoch_1.npz`."
with np.load(f"{place}/epoch_1.npz") as saved:
    names = set(saved)
missing = sorted({"hidden", "output"} - names)
assert not missing, where + f"the file has nothing for layers {missing}."
print("The visible check of save_activations passed.")

# %% [markdown]
# ## What a callback can't change
#
# A callback may change the learning rate in the middle of a training. May it freeze a layer there, too? **Predict before you run:** in which epochs do the weights of `hidden` change?


# %%
class Freeze(keras.callbacks.Callback):
    """Freeze the hidden layer from epoch 1 on; print if it changes."""

    def on_epoch_begin(self, epoch, logs=None):
        layer = self.model.get_layer("hidden")
        layer.trainable = epoch < 1
        self.before = layer.get_weights()[0]

    def on_epoch_end(self, epoch, logs=None):
        after = self.model.get_layer("hidden").get_weights()[0]
        print(f"epoch {epoch}: changed: {not np.allclose(after, self.before)}")


# %%
model = build_model()
x_few, y_few = x_train[:100], y_train[:100]
history = model.fit(
    x_few,
    y_few,
    epochs=2,
    callbacks=[Freeze()],
    verbose=0,
)

# %% [markdown]
# In epoch 1 the layer is marked as frozen, and still it changes. Keras translates the training step into a TensorFlow graph when the step first runs; this is called **tracing**. What is trainable is decided then. Now the next epoch of this model, with a `sample_weight` of ones, which changes no loss; then one more without:

# %%
history = model.fit(
    x_few,
    y_few,
    sample_weight=np.ones(100),
    initial_epoch=2,
    epochs=3,
    callbacks=[Freeze()],
    verbose=0,
)

# %%
history = model.fit(
    x_few,
    y_few,
    initial_epoch=3,
    epochs=4,
    callbacks=[Freeze()],
    verbose=0,
)

# %% [markdown]
# With a `sample_weight` the step has one more argument, so it is traced once more: in epoch 2 the layer stays as it is. In epoch 3 the arguments are as at first, Keras takes the first graph again, and the layer changes. So only a new trace sees a freeze, and you can't tell from your code when one happens.
#
# You don't want to depend on that. *`compile` throws all traced steps away*, so after it every change of `trainable` counts:

# %%
model.compile(loss="binary_crossentropy", optimizer="adam")
history = model.fit(
    x_few,
    y_few,
    initial_epoch=4,
    epochs=5,
    callbacks=[Freeze()],
    verbose=0,
)

# %% [markdown]
# So a training in two phases is two calls of `fit`, with `compile` between them. Freeze first, compile second, fit third.
#
# ## What you have done
#
# In this lesson you have
#
# - stopped a training in time, with the best weights back, and met callbacks that monitor a name which isn't in the logs;
# - saved the best model and every epoch's weights, chosen by a name with `val_`;
# - reduced the learning rate on a plateau, and written a schedule that starts from the optimizer's own rate;
# - gone on after a power cut, with a complete log, and ended at NaN;
# - written callbacks that keep ratios, batch losses and activations, begin anew with every `fit`, and get their sample passed in;
# - seen that freezing a layer needs a new `compile`.
#
# In lesson 09 a callback writes all of this down for you, and TensorBoard draws it.
#
# ## Going further
#
# - Which rule for stopping loses least? Vary `patience` from 1 to 5 over ten seeds, and compare the test losses. L. Prechelt, *Early Stopping – But When?*, in *Neural Networks: Tricks of the Trade*, 1998.
# - A schedule can also belong to the optimizer, which then changes its rate after every **batch**: `learning_rate=keras.optimizers.schedules.CosineDecay(…)`. What does `LearningRateScheduler` do with such an optimizer? [Learning-rate schedules](https://keras.io/api/optimizers/learning_rate_schedules/).
# - `keras.callbacks.SwapEMAWeights` uses a moving average of the weights for validation. Why could an average be better than each of its parts? B. Polyak and A. Juditsky, *Acceleration of Stochastic Approximation by Averaging*, 1992.
#
# **Where this comes from.** Early stopping: L. Prechelt, 1998 (above). Saving activations during training is an example in F. Chollet, *Deep Learning with Python*, 2018 (with the old `validation_data`). The sentences: C.J. Hutto and E. Gilbert, *VADER*, ICWSM 2014. Documentation: [the callbacks API](https://keras.io/api/callbacks/), [writing your own callbacks](https://keras.io/guides/writing_your_own_callbacks/).

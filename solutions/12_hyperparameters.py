# %% [markdown]
# # 12 · Hyperparameters: let the computer choose
#
# How many units, which learning rate, how much dropout? Training can't tell you: it finds the weights only after these are set. You have chosen such numbers by hand in every lesson so far. A program can do it: it tries, compares, and tries again. But it chooses among noisy results, and whoever picks the best of many flatters themselves.
#
# In this lesson you
#
# - *draw* settings at random, and see when that finds more than a grid;
# - *find* a range for the learning rate in a single short training;
# - *write* a search space as code, with conditions, for KerasTuner;
# - *run* a random search, Hyperband and a Bayesian search on a fixed budget, *resume* one, and *read* the results;
# - *measure* how much too good the best validation score is, and touch the test data once.
#
# **Before you start:** lesson 08 (callbacks). From lesson 01: validation data, test data, dropout.
#
# **Time:** 100 minutes.

# %%
import coursework

DATA = coursework.setup(seed=12)

import contextlib
import itertools
import math
import tempfile
import time
import warnings

import keras
import keras_tuner
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

temporary = tempfile.TemporaryDirectory()
search_folder = temporary.name

# %% [markdown]
# KerasTuner is a package of its own, `keras-tuner`; its module is called `keras_tuner`. It writes every result to disk, here into a temporary folder, which is deleted when you close the notebook.
#
# ## Choose, build, fit, validate
#
# The data are the clothes of lesson 01, made smaller: 14×14 pixels, 196 numbers. We train with 1,500 pictures, so that a training takes about a second, and validate with 500. The 1,000 test pictures wait until the end of the lesson. `x_more` holds 6,000 further pictures, which no network of this lesson is trained or chosen with.

# %%
(images, labels), (new_images, new_labels) = (
    keras.datasets.fashion_mnist.load_data()
)


def flatten(pictures):
    """Return pictures of 14×14 pixels as rows of 196 numbers in 0–1."""
    squares = pictures.reshape(-1, 14, 2, 14, 2) / np.float32(255)
    return squares.mean(axis=(2, 4)).reshape(-1, 196)


x_train, y_train = flatten(images[:1500]), labels[:1500]
x_valid, y_valid = flatten(images[1500:2000]), labels[1500:2000]
x_test, y_test = flatten(new_images[:1000]), new_labels[:1000]
x_more, y_more = flatten(images[2000:8000]), labels[2000:8000]
print(x_train.shape, x_valid.shape, x_test.shape)

# %% [markdown]
# A **hyperparameter** is a setting that is fixed before training: the learning rate, the number of units, the share of dropout. Weights are *trained*, hyperparameters are *chosen*. We choose a learning rate of 0.01, build, fit and validate:

# %%
keras.utils.set_random_seed(12)
first_model = keras.Sequential(
    [
        keras.Input(shape=(196,)),
        keras.layers.Dense(units=48, activation="relu"),
        keras.layers.Dense(units=10, activation="softmax"),
    ]
)
first_model.compile(
    optimizer=keras.optimizers.SGD(learning_rate=0.01),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)

# %% tags=["demonstration"]
history = first_model.fit(
    x_train,
    y_train,
    batch_size=50,
    epochs=4,
    validation_data=(x_valid, y_valid),
    verbose=2,
)

# %% [markdown]
# The loss falls slowly: the network is still improving when the training ends. A larger rate, then? This is the loop of every search: *choose → build → fit → validate → choose again*. A function for the three steps in the middle:

# %%
LOSS = "sparse_categorical_crossentropy"


def score_of(learning_rate, dropout=0.0, seed=0):
    """Build, fit and validate; return the validation accuracy."""
    keras.utils.set_random_seed(seed)
    layers = [
        keras.Input((196,)),
        keras.layers.Dense(48, activation="relu"),
        keras.layers.Dropout(dropout),
        keras.layers.Dense(10, activation="softmax"),
    ]
    network = keras.Sequential(layers)
    optimizer = keras.optimizers.SGD(learning_rate)
    network.compile(optimizer, loss=LOSS, metrics=["accuracy"])
    network.fit(x_train, y_train, batch_size=50, epochs=4, verbose=0)
    return network.evaluate(x_valid, y_valid, verbose=0)[1]


# %% [markdown]
# **Predict before you run:** ten times as large, and a hundred times. Which of the three rates is the best? Each one is tried with two seeds.

# %% tags=["demonstration", "tolerance-0.3"]
two_seeds = {}
for rate in (0.01, 0.1, 1.0):
    scores = [score_of(rate, seed=seed) for seed in (0, 1)]
    two_seeds[rate] = scores
    print(f"rate {rate:5}: " + " and ".join(f"{s:.2f}" for s in scores))

# %% [markdown]
# 0.1 is clearly the best. But look at the seeds: at the two other rates the same network, begun from other random weights, differs by more than 0.1. So a difference of 0.01 between two single trainings says nothing yet.
#
# Three sets of data, three jobs: the training data find the weights, the *validation data* find the hyperparameters, and the *test data* tell, once and at the end, how good the result is. Whoever looks at the test data in this loop chooses with them, and has none left to tell the truth.
#
# ## A grid, or random draws
#
# Two plain methods never tire. **Grid search** takes a few values of each hyperparameter and tries every combination. **Random search** draws each value anew for each trial. One trial is one setting, trained and validated. We compare them on the same budget of six trainings: a learning rate between 0.0001 and 1, and dropout between 0 and 0.4.
#
# For the random search: how do you draw a learning rate? What counts about a rate is its order of magnitude. Evenly between the ends, or **log-uniform**: draw the *exponent* evenly, and take 10 to that power. **Predict before you run:** of 1,000 draws of each kind, how many lie below 0.01? (0.0001 to 0.01 is half of the orders of magnitude.)

# %%
generator = np.random.default_rng(seed=12)
uniform = generator.uniform(1e-4, 1.0, size=1000)
log_uniform = 10 ** generator.uniform(-4, 0, size=1000)
for name, draws in {"uniform": uniform, "log-uniform": log_uniform}.items():
    print(f"{name:12} below 0.01: {(draws < 0.01).mean():.2f}", end="   ")
    print(f"above 0.1: {(draws > 0.1).mean():.2f}")

# %% [markdown]
# Evenly, almost none: nine of ten lie above 0.1. Log-uniform, about half: each order of magnitude gets a quarter.
#
# ### Exercise `sample_settings`
#
# Write `sample_settings(count, seed)`. It returns a list of `count` settings, each a dict with three keys, each value drawn anew and independently of the others:
#
# - `"learning_rate"`: log-uniform between 0.0001 and 1;
# - `"units"`: a whole number from 16 to 128, all equally likely, *both ends included*;
# - `"activation"`: `"relu"` or `"tanh"`, equally likely.
#
# The same `seed` gives the same settings, another seed gives others.
#
# <details><summary>Hint</summary>Make one generator from the seed, before the loop.</details>
# <details><summary>Deeper hint</summary><code>generator.integers(16, 128)</code> never gives 128; look for <code>endpoint</code>. <code>generator.choice([…])</code> picks one of several.</details>

# %% solution="sample_settings"
sample_settings = ...
### BEGIN SOLUTION


def sample_settings(count, seed):
    """Return settings drawn at random."""
    generator = np.random.default_rng(seed)
    return [
        {
            "learning_rate": 10 ** generator.uniform(-4, 0),
            "units": int(generator.integers(16, 128, endpoint=True)),
            "activation": str(generator.choice(["relu", "tanh"])),
        }
        for _ in range(count)
    ]


### END SOLUTION

# %% grade="sample_settings"
where = "Exercise sample_settings: "
assert sample_settings is not ..., where + "replace the dots by a function."
drawn = sample_settings(3, 0)
assert len(drawn) == 3, where + "three settings were asked for."
keys = {"learning_rate", "units", "activation"}
assert set(drawn[0]) == keys, where + f"the keys should be {sorted(keys)}."
print("The visible check of sample_settings passed.")

# %% [markdown]
# Now the two searches: the grid of three rates with two shares of dropout, and six random draws. **Predict before you run:** which one finds the better network?

# %%
rates, shares = [1e-4, 1e-2, 1.0], [0.0, 0.4]
grid_settings = [
    {"learning_rate": rate, "dropout": share}
    for rate, share in itertools.product(rates, shares)
]
generator = np.random.default_rng(seed=5)
random_settings = [
    {
        "learning_rate": 10 ** generator.uniform(-4, 0),
        "dropout": generator.uniform(0, 0.4),
    }
    for _ in range(6)
]
print([f"{s['learning_rate']:.4f}" for s in random_settings])

# %% tags=["demonstration", "tolerance-0.06"]
searches = {"grid": grid_settings, "random": random_settings}
found = {
    name: [score_of(**setting) for setting in tried]
    for name, tried in searches.items()
}
for name, accuracies in found.items():
    print(f"{name:6} best validation accuracy: {max(accuracies):.2f}")

# %% tags=["demonstration"]
figure, axes = plt.subplots(1, 2, figsize=(8, 2.8), sharex=True, sharey=True)
for axis, name, marker in zip(axes, searches, "so", strict=True):
    rates = [setting["learning_rate"] for setting in searches[name]]
    axis.semilogx(rates, found[name], marker, alpha=0.6)
    for rate, scores in two_seeds.items():
        axis.plot([rate, rate], scores, color="gray", linewidth=3, zorder=0)
    axis.set(title=name, xlabel="learning rate", ylim=(0, 1))
axes[0].set_ylabel("validation accuracy")
plt.show()

# %% [markdown]
# *Picture:* two panels, accuracy from 0 to 1 over the learning rate. A gray bar joins two seeds of one rate, from the cell above: it is 0.1 to 0.2 long at 0.01 and at 1, and nearly a point at 0.1. The grid's six squares stand in three pairs: at 0.0001 near 0.2, at 0.01 between 0.5 and 0.6, at 1 a little above 0.5. The six circles of the random search rise from 0.2 at the smallest rates to nearly 0.8 at the largest, 0.17.
#
# The squares of a pair differ little: *dropout matters much less than the rate*. So the grid paid for six trainings and learned about three rates. The random search learned about five or six. That is why random draws find more when only one of several hyperparameters matters, and you seldom know which.
#
# One search proves nothing. This grid had bad luck: 0.1 is not on it. How often does that happen? We count, without any training: let the good values fill at most a fifth of the range of the one that matters, at an unknown place. How often do six trials hit them, in 10,000 cases? And if *both* must lie in such a part?


# %%
def share_found(tried, parameters):
    """Return how often a trial is within 0.1 of an unknown good place."""
    places = np.random.default_rng(0).uniform(0, 1, size=(10_000, 1, 2))
    near = np.abs(tried - places) < 0.1
    return near[..., :parameters].all(axis=-1).any(axis=-1).mean()


pairs = itertools.product([1 / 6, 1 / 2, 5 / 6], [1 / 4, 3 / 4])
grid_points = np.array(list(pairs))
random_points = np.random.default_rng(1).uniform(0, 1, size=(10_000, 6, 2))
for parameters in (1, 2):
    print(f"{parameters} matter(s):", end=" ")
    print(f"grid {share_found(grid_points, parameters):.2f},", end=" ")
    print(f"random {share_found(random_points, parameters):.2f}")

# %% [markdown]
# With one that matters the grid hits in 0.6 of the cases, random draws in more than 0.7. With two that matter the grid is a little *better*: it wastes nothing then. Random draws win *when* few hyperparameters matter, and that is usual.
#
# ## A budget in seconds
#
# Often the budget is time: until tomorrow morning. Then the search looks at a clock before each training. `time.monotonic()` gives seconds since some moment in the past, so only differences mean something.
#
# ### Exercise `search_within`
#
# Write `search_within(settings, train, clock, seconds)`. It calls `train(setting)` for one setting after another, and returns the list of what these calls gave, in the same order.
#
# - `clock()` gives the time now, in seconds. It does not begin at 0.
# - **No training begins** once `seconds` or more have passed *since the search began*.
# - A training that has begun in time runs to its end, and its result counts.
# - The search also ends when there are no more settings.
#
# For example `search_within([0.01, 0.1], score_of, time.monotonic, 60)`. Use the clock that you are given: that makes a search easy to test.
#
# <details><summary>Hint</summary>Read the clock once before the loop, and again before each training.</details>
# <details><summary>Deeper hint</summary>Leave the loop with <code>break</code> if <code>clock() - begun >= seconds</code>, before you call <code>train</code>.</details>

# %% solution="search_within"
search_within = ...
### BEGIN SOLUTION


def search_within(settings, train, clock, seconds):
    """Return the results of the trainings that began in time."""
    begun = clock()
    results = []
    for setting in settings:
        if clock() - begun >= seconds:
            break
        results.append(train(setting))
    return results


### END SOLUTION

# %% grade="search_within"
where = "Exercise search_within: "
assert search_within is not ..., where + "replace the dots by a function."
results = search_within([1.0, 4.0, 9.0], math.sqrt, time.monotonic, 60)
assert results is not None, where + "your function returns nothing yet."
assert list(results) == [1.0, 2.0, 3.0], (
    where + "with math.sqrt in place of a training, and time enough, the "
    f"results should be 1, 2 and 3, not {results}."
)
print("The visible check of search_within passed.")

# %% [markdown]
# ## A range test for the learning rate
#
# For the learning rate alone there is a shortcut. The **learning-rate range test** is one short training in which the rate grows with every batch, from much too small to much too large, while you watch the loss. A callback does it. (As you know from lesson 08, `logs` hold the mean since the epoch began; `reset_metrics` before each batch gives the batch alone.)


# %%
class RangeTest(keras.callbacks.Callback):
    """Set the next rate before each batch; keep rates and losses."""

    def __init__(self, first=1e-4, last=10.0, batches=90):
        super().__init__()
        self.rates = list(np.geomspace(first, last, batches))
        self.losses = []

    def on_train_batch_begin(self, batch, logs=None):
        self.model.reset_metrics()
        rate = self.rates[len(self.losses)]
        self.model.optimizer.learning_rate = rate

    def on_train_batch_end(self, batch, logs=None):
        self.losses.append(logs["loss"])


# %% [markdown]
# Three epochs of 30 batches are 90 rates. (`clone_model` gives new random weights.) The losses of single batches jump, so we smooth them: each becomes the mean of up to nine around it. **Predict before you run:** what does the curve look like?

# %% tags=["demonstration", "tolerance-20%"]
keras.utils.set_random_seed(12)
tested = keras.models.clone_model(first_model)
tested.compile(keras.optimizers.SGD(), loss=LOSS)
range_test = RangeTest()
tested.fit(
    x_train,
    y_train,
    batch_size=50,
    epochs=3,
    callbacks=[range_test],
    verbose=0,
)
smooth = pd.Series(range_test.losses).rolling(9, center=True, min_periods=1)
smoothed = smooth.mean().to_numpy()
print(f"lowest loss {smoothed.min():.2f}, last loss {smoothed[-1]:.1f}")

# %% tags=["demonstration"]
plt.figure(figsize=(6, 2.8))
plt.semilogx(range_test.rates, range_test.losses, ".", label="one batch")
plt.semilogx(range_test.rates, smoothed, label="smoothed")
plt.xlabel("learning rate")
plt.ylabel("loss")
plt.ylim(0, 4)
plt.legend(loc="lower left")
plt.show()

# %% [markdown]
# *Picture:* dots and a smooth line of the loss over the rate, from 0.0001 to 10. Up to 0.005 the line is nearly flat at 2.5; then it falls, to 1.7 near 0.3; at 1 it shoots up and leaves the picture.
#
# Below 0.005 the network learns next to nothing, above 1 it breaks. At the lowest point the rate is *already too large*: the loss is about to rise. A common rule takes *a tenth of the rate at the lowest loss*. Here that is about 0.03, for the price of a single training. The rule is careful: with four epochs 0.1 is better.
#
# ### Exercise `lr_from_range_test`
#
# Write `lr_from_range_test(rates, losses)` for that rule. It gets two NumPy arrays of the same length, the rates and the smoothed losses, and returns the proposed rate, one number. When a network breaks, some losses are `nan` (no number) or infinitely large: these never count as the lowest.
#
# <details><summary>Hint</summary>You need the <em>place</em> of the lowest loss, to look up a rate there.</details>
# <details><summary>Deeper hint</summary><code>np.argmin</code> takes <code>nan</code> for the smallest of all. <code>np.nanargmin</code> leaves it out.</details>

# %% solution="lr_from_range_test"
lr_from_range_test = ...
### BEGIN SOLUTION


def lr_from_range_test(rates, losses):
    """Return a tenth of the rate at the lowest loss."""
    return rates[np.nanargmin(losses)] / 10


### END SOLUTION

# %% grade="lr_from_range_test"
where = "Exercise lr_from_range_test: "
assert lr_from_range_test is not ..., where + "replace the dots by a function."
proposed = lr_from_range_test(np.array([0.1, 1.0]), np.array([2.0, 3.0]))
assert proposed is not None, where + "your function returns nothing yet."
assert np.size(proposed) == 1, where + "one number is asked for."
print("The visible check of lr_from_range_test passed.")

# %% [markdown]
# ## A search space is code
#
# With more hyperparameters, lists of settings get unwieldy, and some depend on others. KerasTuner's idea: you write *one function that builds a model*, and ask for each value in the place where you need it. The function's argument, `hp`, answers, and notes what was asked. All that can be asked is the **search space**.


# %%
def build_network(hp):
    """Return a compiled model; hp gives its hyperparameters."""
    units = hp.Int("units", min_value=16, max_value=64, step=16)
    rate = hp.Float("learning_rate", 1e-3, 1.0, sampling="log")
    network = keras.Sequential(
        [
            keras.Input(shape=(196,)),
            keras.layers.Dense(units, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    optimizer = keras.optimizers.SGD(learning_rate=rate)
    network.compile(optimizer, loss=LOSS, metrics=["accuracy"])
    return network


# %% [markdown]
# `max_value` is included. `sampling="log"` makes the draws log-uniform. Such a function is called a **hypermodel**. You can try it without any search: a new `HyperParameters` object gives the default of everything: the smallest value or the first choice, and `False` for `hp.Boolean`. Values that you put in beforehand stay.

# %%
trial_hp = keras_tuner.HyperParameters()
default_network = build_network(trial_hp)
print(trial_hp.values, default_network.count_params(), "parameters")
wider_hp = keras_tuner.HyperParameters()
wider_hp.values["units"] = 64
print(build_network(wider_hp).count_params(), "parameters")

# %% [markdown]
# Everything is known by its *name*. **Predict before you run:** two layers, both ask for `"units"`, with different ranges. What does the second one get?

# %%
same_name = keras_tuner.HyperParameters()
print("first layer: ", same_name.Int("units", 16, 64))
print("second layer:", same_name.Int("units", 100, 200))
same_name.Int("units_1", 100, 200)
print(same_name.values)

# %% [markdown]
# The first one's 16, outside its own range and without a warning. The name is known already, so the rest is not looked at. Give each layer a name of its own, such as `f"units_{number}"`.
#
# **Conditions.** Momentum makes sense only for SGD, not for Adam as we use it here. A hyperparameter that counts only in some cases is asked for under a condition:


# %%
def build_either(hp):
    """Return a model with one of two optimizers, and momentum for SGD."""
    rate = hp.Float("learning_rate", 1e-4, 1.0, sampling="log")
    name = hp.Choice("optimizer", ["adam", "sgd"])
    optimizer = keras.optimizers.Adam(rate)
    with hp.conditional_scope("optimizer", ["sgd"]):
        momentum = hp.Float("momentum", 0.0, 0.9, step=0.3)
        if name == "sgd":
            optimizer = keras.optimizers.SGD(rate, momentum)
    network = keras.Sequential()
    network.add(keras.Input((196,)))
    network.add(keras.layers.Dense(48, activation="relu"))
    network.add(keras.layers.Dense(10, activation="softmax"))
    network.compile(optimizer, loss=LOSS, metrics=["accuracy"])
    return network


# %% [markdown]
# Inside the scope KerasTuner knows that `momentum` belongs to SGD. While the condition holds, the hyperparameter is called *active*; otherwise the answer is `None`, so the Python `if` is needed too. For a single value the short form does: `hp.Float("momentum", 0, 0.9, parent_name="optimizer", parent_values=["sgd"])`. **Predict before you run:** what is noted with and without the condition, when the optimizer is Adam?

# %%
with_condition = keras_tuner.HyperParameters()
build_either(with_condition)
print("with:   ", with_condition.values)
without = keras_tuner.HyperParameters()
without.Choice("optimizer", ["adam", "sgd"])
without.Float("momentum", 0.0, 0.9, step=0.3)
print("without:", without.values)

# %% [markdown]
# Without it, each trial with Adam has a momentum too, which does nothing. The search then treats equal trials as different, and a table of results shows values that never had an effect.
#
# ### Exercise `build_candidate`
#
# Write the hypermodel `build_candidate(hp)`. It returns a compiled classifier: rows of 196 numbers go in, a probability for each of ten classes comes out. The hyperparameters, by these names:
#
# - `layers`: the number of hidden `Dense` layers, from 1 to 3;
# - `units_0`, and `units_1` and `units_2` where there are so many layers: the units of each hidden layer, 16, 32, 48 or 64; each has an activation other than linear, as an argument or a layer of its own;
# - `dropout`: `True` or `False` (`hp.Boolean`). If true, *one* `Dropout` layer stands behind the last hidden layer;
# - `dropout_rate`: the share of that layer, from 0.1 to 0.5, **active only if `dropout` is true**;
# - `learning_rate`: of an SGD optimizer, from 0.001 to 1, log-uniform.
#
# The loss fits integer labels; the metric is accuracy.
#
# <details><summary>Hint</summary>A loop over <code>range(hp.Int("layers", …))</code> adds the hidden layers. Ask for <code>units_1</code> and <code>units_2</code> in it or under a condition on <code>layers</code>: both count. (In the loop, a table later shows <code>units_2</code> for small networks too.) Which one of the five entries <em>must</em> have a condition?</details>
# <details><summary>Deeper hint</summary>First <code>wanted = hp.Boolean("dropout")</code>, then the conditional scope with <code>hp.Float(…)</code>, then <code>if wanted:</code>.</details>

# %% solution="build_candidate"
build_candidate = ...
### BEGIN SOLUTION


def build_candidate(hp):
    """Return a compiled classifier with the hyperparameters of hp."""
    network = keras.Sequential([keras.Input((196,))])
    for number in range(hp.Int("layers", 1, 3)):
        units = hp.Int(f"units_{number}", 16, 64, step=16)
        network.add(keras.layers.Dense(units, activation="relu"))
    dropout = hp.Boolean("dropout")
    with hp.conditional_scope("dropout", [True]):
        share = hp.Float("dropout_rate", 0.1, 0.5)
        if dropout:
            network.add(keras.layers.Dropout(share))
    network.add(keras.layers.Dense(10, activation="softmax"))
    rate = hp.Float("learning_rate", 1e-3, 1.0, sampling="log")
    network.compile(
        optimizer=keras.optimizers.SGD(rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return network


### END SOLUTION

# %% grade="build_candidate"
where = "Exercise build_candidate: "
assert build_candidate is not ..., where + "replace the dots by a function."
tried_hp = keras_tuner.HyperParameters()
candidate = build_candidate(tried_hp)
assert isinstance(candidate, keras.Model), where + "return a Keras model."
shape = tuple(candidate(np.zeros((5, 196), "float32")).shape)
assert shape == (5, 10), where + f"5 rows should give (5, 10), not {shape}."
assert "layers" in tried_hp, where + "`hp` was not asked for `layers`."
print("The visible check of build_candidate passed.")

# %% [markdown]
# ## Random search with KerasTuner
#
# A *tuner* object does the search. It gets the hypermodel, what counts (the **objective**), a budget in trials, and a place on disk. `search` takes the arguments of `fit`. Each trial draws values, builds, fits, and keeps the objective of its best epoch.

# %% tags=["demonstration"]
keras.utils.set_random_seed(12)
random_tuner = keras_tuner.RandomSearch(
    hypermodel=build_either,
    objective="val_accuracy",
    max_trials=4,
    seed=3,
    directory=search_folder,
    project_name="clothes",
    overwrite=True,
)
fitting = {"x": x_train, "y": y_train, "batch_size": 50, "epochs": 4}
fitting["validation_data"] = (x_valid, y_valid)
random_tuner.search(**fitting, verbose=0)
print("trials:", len(random_tuner.oracle.trials))

# %% [markdown]
# The results lie in the tuner's *oracle*, the part that decides what is tried next. `results_summary()` prints them; a table is easier to read:

# %% tags=["demonstration", "tolerance-0.06"]
records = [
    {**trial.hyperparameters.values, "score": trial.score}
    for trial in random_tuner.oracle.trials.values()
]
pd.DataFrame(records).round(4)

# %% [markdown]
# `momentum` is empty (`NaN`) where Adam was drawn: that is the condition. `tuner.get_best_hyperparameters()[0]` gives the values of the best trial, ready for the hypermodel, and `tuner.get_best_models()[0]` the trained model.
#
# ### Exercise `read_trials`
#
# Write `read_trials(trials)`. It gets a list of KerasTuner's trials, whose score is an accuracy, and returns a pandas data frame with **one row for each completed trial, the best one first**. The columns are the names of the hyperparameters, and `score`. A hyperparameter that a trial doesn't have is empty (`NaN`) in its row. One that only failed trials have may be left out. Index and column order don't matter.
#
# A trial has `trial.score`, `trial.status` and `trial.hyperparameters.values`. A trial whose training failed has a status other than `"COMPLETED"`, and its score means nothing. At least one trial is completed.
#
# <details><summary>Hint</summary>Start from the table above. What is left out, and in which order do the rows come?</details>
# <details><summary>Deeper hint</summary>A condition at the end of the list comprehension keeps the completed ones. <code>sort_values("score", ascending=False)</code> sorts a data frame.</details>

# %% solution="read_trials"
read_trials = ...
### BEGIN SOLUTION


def read_trials(trials):
    """Return a table of the completed trials, the best one first."""
    rows = [
        {**trial.hyperparameters.values, "score": trial.score}
        for trial in trials
        if trial.status == "COMPLETED"
    ]
    return pd.DataFrame(rows).sort_values("score", ascending=False)


### END SOLUTION

# %% grade="read_trials"
where = "Exercise read_trials: "
assert read_trials is not ..., where + "replace the dots by a function."
tried_trial = keras_tuner.engine.trial.Trial(
    keras_tuner.HyperParameters(), status="COMPLETED"
)
tried_trial.hyperparameters.Fixed("units", 16)
tried_trial.score = 0.5
table = read_trials([tried_trial])
assert isinstance(table, pd.DataFrame), where + "return a data frame."
assert set(table.columns) == {"units", "score"}, (
    where + "for a trial with the hyperparameter `units` the columns should "
    f"be `units` and `score`, not {list(table.columns)}."
)
print("The visible check of read_trials passed.")

# %% [markdown]
# ### Resume a search
#
# Every trial was written to disk. A new tuner with the same `directory` and `project_name`, and `overwrite=False` (the default), goes on with what it finds there. **Predict before you run:** the same budget, four trials, and `search` again. How many trainings will it do? (We catch a line that the tuner prints.)

# %% tags=["demonstration"]
again = {"directory": search_folder, "project_name": "clothes", "seed": 3}
with contextlib.redirect_stdout(None):
    resumed = keras_tuner.RandomSearch(
        build_either, "val_accuracy", max_trials=4, **again
    )
print("trials found on disk:", len(resumed.oracle.trials))
resumed.search(**fitting, verbose=0)
print("after search:", len(resumed.oracle.trials))

# %% [markdown]
# It trained nothing: the budget counts *all* trials, those on disk too. That helps after a power cut, but is a trap when you have changed the hypermodel, because the old results of the other network come back, without a word. Then say `overwrite=True`, or give the project another name. To go on, raise the budget:

# %% tags=["demonstration"]
with contextlib.redirect_stdout(None):
    resumed = keras_tuner.RandomSearch(
        build_either, "val_accuracy", max_trials=6, **again
    )
resumed.search(**fitting, verbose=0)
print("trials:", len(resumed.oracle.trials))

# %% [markdown]
# A budget in seconds is not built in. A subclass adds it: `on_trial_end` is called after each trial, and a search ends when `max_trials` is reached. How many begin depends on your machine.


# %% tags=["demonstration", "nbval-ignore-output"]
class TimedSearch(keras_tuner.RandomSearch):
    """A random search that begins no trial after some seconds."""

    seconds = 60.0

    def on_search_begin(self):
        super().on_search_begin()
        self.begun = time.monotonic()

    def on_trial_end(self, trial):
        super().on_trial_end(trial)
        if time.monotonic() - self.begun >= self.seconds:
            self.oracle.max_trials = len(self.oracle.trials)


timed = TimedSearch(
    build_either,
    "val_accuracy",
    max_trials=1000,
    directory=search_folder,
    project_name="timed",
)
timed.seconds = 1.0
timed.search(**fitting, verbose=0)
print(len(timed.oracle.trials), "of 1000 trials began within a second")

# %% [markdown]
# ## Hyperband: few epochs for the bad ones
#
# A setting that looks hopeless after one epoch: why give it four? **Successive halving** begins with many trials of few epochs, keeps the best part, trains these longer, and so on. With nine trials and a factor of 3: nine for 1 epoch, the best three up to 3 epochs, the best one up to 9. It goes on from its weights, so the last round costs 9 − 3 = 6 epochs, and all rounds 9 × 1 + 3 × 2 + 1 × 6 = 21. Nine trials of 9 epochs would cost 81.
#
# The risk: a setting that begins slowly and ends well is thrown out. A small learning rate is like that. **Hyperband** hedges: it runs several such *brackets*, from daring (many trials, few epochs at first) to careful (few trials, all epochs at once). KerasTuner works out their sizes from `max_epochs` and `factor`:

# %% tags=["demonstration"]
keras.utils.set_random_seed(12)
hyperband = keras_tuner.Hyperband(
    hypermodel=build_either,
    objective="val_accuracy",
    max_epochs=3,
    factor=3,
    seed=2,
    directory=search_folder,
    project_name="hyperband",
)
timeless = {key: fitting[key] for key in fitting if key != "epochs"}
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    hyperband.search(**timeless, verbose=0)

# %% tags=["demonstration", "tolerance-0.06"]
plan = [
    {
        "bracket": trial.hyperparameters.values["tuner/bracket"],
        "round": trial.hyperparameters.values["tuner/round"],
        "up to epoch": trial.hyperparameters.values["tuner/epochs"],
        "score": trial.score,
    }
    for trial in hyperband.oracle.trials.values()
]
grouped = pd.DataFrame(plan).groupby(["bracket", "round", "up to epoch"])
grouped["score"].agg(["count", "max"]).round(2)

# %% [markdown]
# Bracket 1: three trials of 1 epoch, and the best one goes on up to 3; KerasTuner counts it as a new trial. Bracket 0: two trials of 3 epochs at once. The `epochs` are the tuner's, so `search` is not given any. (Weights are loaded, Adam's state is not. Keras warns of it; the cell silences all its warnings.) In the values of a trial, names with `tuner/` are Hyperband's own notes.
#
# ### Exercise `halving_plan`
#
# What does successive halving cost? Write `halving_plan(trials, epochs, factor)`. It returns **two things**: the plan, and the number of epochs that are trained in all.
#
# - The plan is a list of pairs `(trials, epochs)`, one a round. The first pair is `(trials, epochs)` as given: so many trials, each up to that epoch.
# - In each next round the best go on: the number of trials is divided by `factor` (whole, at least 2) and *rounded up*, and `epochs` is multiplied by `factor`.
# - The round with one trial is the last.
# - Who goes on keeps its weights: only the *new* epochs are trained.
#
# So `halving_plan(9, 1, 3)` gives `([(9, 1), (3, 3), (1, 9)], 21)`.
#
# <details><summary>Hint</summary>A <code>while</code> loop makes rounds until one trial is left.</details>
# <details><summary>Deeper hint</summary><code>math.ceil</code> rounds up. Each round costs its trials times the difference of its epochs and those of the round before.</details>

# %% solution="halving_plan"
halving_plan = ...
### BEGIN SOLUTION


def halving_plan(trials, epochs, factor):
    """Return the rounds of successive halving, and all epochs."""
    plan, total = [(trials, epochs)], trials * epochs
    while trials > 1:
        trials = math.ceil(trials / factor)
        total += trials * (epochs * factor - epochs)
        epochs = epochs * factor
        plan.append((trials, epochs))
    return plan, total


### END SOLUTION

# %% grade="halving_plan"
where = "Exercise halving_plan: "
assert halving_plan is not ..., where + "replace the dots by a function."
answer = halving_plan(1, 5, 3)
assert answer is not None, where + "your function returns nothing yet."
assert len(answer) == 2, where + "two things are asked for."
assert len(answer[0]) == 1, where + "one trial needs one round only."
print("The visible check of halving_plan passed.")

# %% [markdown]
# ## A Bayesian search
#
# Random search learns nothing from its results. **Bayesian optimization** does: after a few random trials it fits a model of "which score may be expected where, and how sure is that", and tries next where a good score is most likely, or where little is known. **Predict before you run:** where will its later trials lie?

# %% tags=["demonstration", "nbval-ignore-output"]
keras.utils.set_random_seed(12)
bayesian = keras_tuner.BayesianOptimization(
    hypermodel=build_network,
    objective="val_accuracy",
    max_trials=6,
    num_initial_points=3,
    seed=4,
    directory=search_folder,
    project_name="bayesian",
)
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    bayesian.search(**fitting, verbose=0)
trials = bayesian.oracle.trials.values()
print([f"{trial.hyperparameters['learning_rate']:.3f}" for trial in trials])

# %% [markdown]
# Three random trials, then three chosen ones. Some of these lie near the good rates, others far away: the search also looks where little is known, and after three results that is nearly everywhere. (On your machine the last three may be others: each depends on all scores before it.) (The cell silences warnings, such as scikit-learn's about bad fits.) Such results are easier to see in a picture. In **parallel coordinates** each trial is one line that goes through all its values:

# %% tags=["demonstration"]
figure, axis = plt.subplots(figsize=(6, 3))
for number, trial in enumerate(bayesian.oracle.trials.values()):
    values = trial.hyperparameters
    rate, units = np.log10(values["learning_rate"]) / 3 + 1, values["units"]
    line = [rate, (units - 16) / 48, trial.score]
    style = "--" if number < 3 else "-"
    axis.plot(line, style, color=plt.cm.viridis(trial.score), marker="o")
axis.set_xticks(
    [0, 1, 2], ["learning rate\n0.001 to 1", "units\n16 to 64", "score"]
)
axis.set(ylim=(-0.05, 1.05), yticks=[])
plt.show()

# %% [markdown]
# *Picture:* six lines over three axes. The two that begin highest, at 0.04 and 0.07, end highest; the one that begins lowest, at 0.001, ends lowest. On the axis in the middle, units, lines of good and bad scores mix. The three random trials are dashed.
#
# With six trials the gain over random search is small and often none: the search needs its first trials to learn anything. It pays when one training costs hours.
#
# ## The price of choosing
#
# We have chosen. How good is what we chose? Its validation score says so, but it is *the best of many*, and among many some are lucky. So the best score is too good, on average, even if each single one is fair. To see how much we need something that you never have: plenty of labeled pictures. We train eight networks of different rates and seeds, and judge them on the 6,000 pictures of `x_more`, which none of them has seen.

# %% tags=["demonstration"]
is_right = []
for number in range(8):
    keras.utils.set_random_seed(number)
    hp = keras_tuner.HyperParameters()
    hp.values |= {"units": 48, "learning_rate": 0.1 + 0.02 * number}
    network = build_network(hp)
    network.fit(x_train, y_train, batch_size=50, epochs=4, verbose=0)
    scores = np.asarray(network(x_more))
    is_right.append(scores.argmax(axis=1) == y_more)
is_right = np.array(is_right)
print("networks and pictures:", is_right.shape)

# %% [markdown]
# Now a thousand times: draw 200 of these pictures as validation data, choose the network that is best on them, and look how good it is on all the others. **Predict before you run:** which number is larger, and by how much?


# %%
def split_scores(is_right, size, splits=1000):
    """Return accuracies on `size` pictures, and on the others."""
    generator = np.random.default_rng(0)
    valid, rest = [], []
    for _ in range(splits):
        chosen = np.zeros(is_right.shape[1], dtype=bool)
        chosen[generator.permutation(len(chosen))[:size]] = True
        valid.append(is_right[:, chosen].mean(axis=1))
        rest.append(is_right[:, ~chosen].mean(axis=1))
    return np.array(valid), np.array(rest)


# %% tags=["demonstration", "tolerance-0.015"]
valid, rest = split_scores(is_right, size=200)
best = valid.argmax(axis=1)
rows = np.arange(1000)
print(f"validation accuracy of the best: {valid[rows, best].mean():.3f}")
print(f"accuracy of the same on others:  {rest[rows, best].mean():.3f}")
print(f"mean validation accuracy of all: {valid.mean():.3f}")

# %% [markdown]
# The chosen network is worse than its score says, by about 0.02. It still beats the mean, the third number: choosing helps. Nobody cheated: the score was used to choose, and so it is no longer a fair measure. Call the difference the price of choosing. It grows with the number of candidates, and shrinks with more validation data:

# %% tags=["demonstration"]
plt.figure(figsize=(6, 2.8))
for size, style in {100: "o-", 200: "s--", 1000: "^:"}.items():
    valid, rest = split_scores(is_right, size, splits=400)
    prices = []
    for count in range(1, 9):
        best = valid[:, :count].argmax(axis=1)
        rows = np.arange(len(best))
        prices.append((valid[rows, best] - rest[rows, best]).mean())
    plt.plot(range(1, 9), prices, style, label=f"{size} for validation")
plt.xlabel("number of networks to choose from")
plt.ylabel("price of choosing")
plt.ylim(-0.005, 0.05)
plt.legend()
plt.show()

# %% [markdown]
# *Picture:* three rising curves over the number of networks. With one network all are near 0. With eight, the curve for 100 validation pictures reaches about 0.03, that for 200 about 0.02, that for 1,000 less than 0.01.
#
# The more you try, the more of the best score is luck.
#
# ### Exercise `price_of_choosing`
#
# Write `price_of_choosing(valid, test)`. It gets two NumPy arrays of shape `(splits, candidates)`: in each row the accuracies of all candidates in one split, on validation data and on test data. In no row are two validation accuracies equal. **In each split** the candidate with the best validation accuracy is chosen; the price is its validation accuracy minus *its own* test accuracy. Return the mean price over all splits, one number.
#
# <details><summary>Hint</summary>Which candidate is chosen may differ from row to row.</details>
# <details><summary>Deeper hint</summary><code>valid.argmax(axis=1)</code> gives a column for each row. <code>test[rows, columns]</code> with <code>rows = np.arange(len(test))</code> takes one number from each.</details>

# %% solution="price_of_choosing"
price_of_choosing = ...
### BEGIN SOLUTION


def price_of_choosing(valid, test):
    """Return by how much the chosen validation accuracy is too good."""
    rows = np.arange(len(valid))
    chosen = valid.argmax(axis=1)
    return (valid[rows, chosen] - test[rows, chosen]).mean()


### END SOLUTION

# %% grade="price_of_choosing"
where = "Exercise price_of_choosing: "
assert price_of_choosing is not ..., where + "replace the dots by a function."
price = price_of_choosing(np.array([[0.75]]), np.array([[0.5]]))
assert price is not None, where + "your function returns nothing yet."
assert np.allclose(price, 0.25), (
    where + "one candidate with 0.75 on validation and 0.5 on test data has "
    f"a price of 0.25, not {price}."
)
print("The visible check of price_of_choosing passed.")

# %% [markdown]
# ## Test once
#
# Validation accuracy is too good by the price of choosing. That is what test data are for: they took no part in any choice, *as long as nobody chooses with them*. If the table of trials has a column of test accuracies, it is tempting to take the best of that column. Then the test data are validation data, and the price is paid again.
#
# ### Exercise `pick_best`
#
# Write `pick_best(trials)`. It gets a list of dicts, one for each trial, with the keys `"learning_rate"`, `"accuracy"` (on training data), `"valid_accuracy"` and `"test_accuracy"`. It returns **two things**: the learning rate of the trial that should be chosen, and the accuracy that you may report for it.
#
# In a trial that broke, `valid_accuracy` is `nan`, and others may be; such a trial is never chosen. At least one trial did not break, and no two have the same accuracy.
#
# <details><summary>Hint</summary>One accuracy decides, another one is reported. Which?</details>
# <details><summary>Deeper hint</summary><code>max(…, key=…)</code> takes a function that gives what counts. Leave the trials with <code>math.isnan(…)</code> out first: <code>nan</code> compares with nothing.</details>

# %% solution="pick_best"
pick_best = ...
### BEGIN SOLUTION


def pick_best(trials):
    """Return the chosen learning rate and the accuracy to report."""
    whole = [t for t in trials if not math.isnan(t["valid_accuracy"])]
    chosen = max(whole, key=lambda trial: trial["valid_accuracy"])
    return chosen["learning_rate"], chosen["test_accuracy"]


### END SOLUTION

# %% grade="pick_best"
where = "Exercise pick_best: "
assert pick_best is not ..., where + "replace the dots by a function."
only = {"learning_rate": 0.1, "accuracy": 0.9}
only |= {"valid_accuracy": 0.8, "test_accuracy": 0.7}
answer = pick_best([only])
assert answer is not None, where + "your function returns nothing yet."
assert len(answer) == 2, where + "two things are asked for."
print("The visible check of pick_best passed.")

# %% [markdown]
# And our own search? We take the best of the six trials of the resumed random search, build it anew, and train it once more, now on training *and* validation data: the choice is made, so these pictures are free. Then the test data, once.

# %% tags=["demonstration", "tolerance-0.05"]
chosen_trial = max(
    resumed.oracle.trials.values(), key=lambda trial: trial.score
)
keras.utils.set_random_seed(12)
final_model = build_either(chosen_trial.hyperparameters)
final_model.fit(
    np.concatenate([x_train, x_valid]),
    np.concatenate([y_train, y_valid]),
    batch_size=50,
    epochs=4,
    verbose=0,
)
test_loss, test_accuracy = final_model.evaluate(x_test, y_test, verbose=0)
print(f"validation accuracy of the chosen trial: {chosen_trial.score:.2f}")
print(f"test accuracy of the final model: {test_accuracy:.2f}")

# %% [markdown]
# The final model saw a third more pictures, so these numbers can't be compared directly; and with 1,000 test pictures a difference of 0.01 may be chance.
#
# ## What you have done
#
# In this lesson you have
#
# - gone round the loop: choose, build, fit, validate, choose again;
# - drawn settings at random, rates log-uniformly, and seen when that beats a grid and when not;
# - kept a budget, in trainings and in seconds, and resumed a search;
# - found a learning rate with a range test;
# - written a search space as code, with conditions, and read what three tuners found in it;
# - counted the epochs of successive halving;
# - measured the price of choosing, and used the test data once.
#
# Choosing throws away all networks but one. Lesson 13 keeps several, and lets them vote.
#
# ## Going further
#
# - Which of your hyperparameters matter? Let `build_candidate` be searched with 20 trials, and draw the score over each value. J. Bergstra and Y. Bengio, [*Random search for hyper-parameter optimization*](https://jmlr.org/papers/v13/bergstra12a.html), JMLR 2012.
# - Does a good start promise a good end? Compare the order of the trials after 1 epoch with the order after 9. L. Li and others, [*Hyperband: a novel bandit-based approach to hyperparameter optimization*](https://jmlr.org/papers/v18/16-558.html), JMLR 2018.
# - Would cross-validation make the price smaller, for which cost? G. Cawley and N. Talbot, [*On over-fitting in model selection and subsequent selection bias in performance evaluation*](https://jmlr.org/papers/v11/cawley10a.html), JMLR 2010.
#
# **Where this comes from.** Random against grid search: Bergstra and Bengio, 2012. Successive halving: K. Jamieson and A. Talwalkar, *Non-stochastic best arm identification and hyperparameter optimization*, AISTATS, 2016; Hyperband: Li and others, 2018. Bayesian optimization: J. Snoek, H. Larochelle and R. Adams, *Practical Bayesian optimization of machine learning algorithms*, NeurIPS, 2012. Range test: L. Smith, *Cyclical learning rates for training neural networks*, WACV, 2017; the rule of a tenth: A. Géron, *Hands-On Machine Learning*, 2022.
# Documentation: [KerasTuner](https://keras.io/keras_tuner/), [`HyperParameters`](https://keras.io/keras_tuner/api/hyperparameters/), [tuners](https://keras.io/keras_tuner/api/tuners/), [Fashion-MNIST](https://github.com/zalandoresearch/fashion-mnist).

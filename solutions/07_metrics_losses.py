# %% [markdown]
# # 07 · Metrics and losses: say in code what a mistake costs
#
# Keras knows some thirty losses and even more metrics. None of them knows your
# shop. In this lesson you write in code what a mistake costs: for the model,
# which learns from it, and for yourself, who reads it.
#
# In this lesson you
#
# - *tell* apart what a loss and a metric are for;
# - *write* a metric as a class that keeps its state, resets it at the right
#   time, and respects sample weights;
# - *write* a loss as a function and as a class, with one value for each sample;
# - *measure* what a loss of your own does to a model;
# - *give* each of several outputs its own loss and metrics, and read the logs
#   by name.
#
# **Before you start:** lessons 02, 03 and 05 (errors, several outputs,
# classes). Lesson 06 helps.
#
# **Time:** 80 minutes.

# %%
import coursework

DATA = coursework.setup(seed=7)

import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf

# %% [markdown]
# ## A shop that buys from photographs
#
# We use the diamonds again. A shop buys stones from photographs: three grades,
# the shape, length and width. It wants the *price* in thousands of dollars,
# later also the weight in *carat*. The targets are columns, of shape `(rows,
# 1)`, like the output of a model. You will see why.

# %%
stones = pd.read_csv(DATA / "diamonds" / "diamonds.csv.gz").drop_duplicates()
possible = (stones["x"] > 0) & (stones["y"] > 0) & (stones["y"] < 30)
stones = stones[possible].iloc[::15].copy()  # every fifteenth stone is enough
grades = {
    "cut": ["Fair", "Good", "Very Good", "Premium", "Ideal"],
    "color": ["J", "I", "H", "G", "F", "E", "D"],
    "clarity": ["I1", "SI2", "SI1", "VS2", "VS1", "VVS2", "VVS1", "IF"],
}
for column, ladder in grades.items():
    stones[column] = stones[column].map(ladder.index)

# %%
columns = ["clarity", "cut", "color", "depth", "table", "x", "y"]
features = stones[columns].to_numpy("float32")
prices = stones[["price"]].to_numpy("float32") / 1000
carats = stones[["carat"]].to_numpy("float32")
order = np.random.default_rng(7).permutation(len(features))
train_rows, valid_rows = np.split(order, [int(0.8 * len(order))])
x_train, price_train = features[train_rows], prices[train_rows]
x_valid, price_valid = features[valid_rows], prices[valid_rows]
print(x_train.shape, price_train.shape)
print(x_valid.shape, price_valid.shape)


# %%
def new_pricer():
    """Return an untrained network: seven features in, one price out."""
    scale = keras.layers.Normalization()
    scale.adapt(x_train)
    return keras.Sequential(
        [
            keras.Input((7,)),
            scale,
            keras.layers.Dense(32, activation="relu"),
            keras.layers.Dense(1),
        ]
    )


# %% [markdown]
# The first network learns with the mean absolute error (MAE). Keras shows an
# epoch in one line, with `verbose=2`. We show the first three epochs, and train
# the others without output.

# %%
keras.utils.set_random_seed(7)
mae_model = new_pricer()
mae_model.compile(optimizer=keras.optimizers.Adam(0.01), loss="mae")
mae_model.fit(x_train, price_train, epochs=3, batch_size=64, verbose=2)
mae_model.fit(x_train, price_train, epochs=17, batch_size=64, verbose=0)
mae_prices = mae_model.predict(x_valid, verbose=0)

baseline = np.mean(np.abs(np.median(price_train) - price_valid))
print(f"MAE of always saying the median: {baseline:.2f}")
print(f"MAE of the model: {np.mean(np.abs(mae_prices - price_valid)):.2f}")

# %% [markdown]
# Good enough to work with. Two terms before we start:
#
# - A **loss** is for the optimizer. It needs a gradient, so that the optimizer
#   knows in which direction it falls. It is computed batch by batch.
# - A **metric** is for you. It needs no gradient. "For how many stones did we
#   pay too much?" is a fine metric and a useless loss: a small step of a weight
#   changes no count. It is shown once an epoch, for *all* samples.
#
# "All samples" is where metrics go wrong first.
#
# ## The state of a metric
#
# Here are three batches of errors, in thousands of dollars. **Predict before
# you run:** is the mean of the three RMSEs the RMSE of all seven errors?

# %%
batches = [
    np.array([1.0, 1.0, 1.0]),
    np.array([1.0, 1.0, 1.0]),
    np.array([8.0]),
]
batch_rmses = [np.sqrt(np.mean(errors**2)) for errors in batches]
all_errors = np.concatenate(batches)
print("RMSE of each batch:", np.array(batch_rmses))
print(f"their mean:         {np.mean(batch_rmses):.2f}")
print(f"RMSE of all errors: {np.sqrt(np.mean(all_errors**2)):.2f}")

# %% [markdown]
# 3.33 against 3.16: (1 + 1 + 8) / 3, and the root of (6 · 1 + 64) / 7. Two
# things differ. The last batch is short and counts as much as a full one. And a
# mean of roots is not the root of a mean.
#
# So a metric can't be one number for each batch. It has to keep the sum of
# squares so far, and the number of samples so far. The division and the root
# come last. These two numbers are its **state variables**, which are variables
# that a metric carries from batch to batch. A Keras metric is an object with
# state variables and four methods:
#
# | method | when Keras calls it | what it does |
# |:---|:---|:---|
# | `__init__` | never: you make the object | makes the state variables, with `add_weight` |
# | `update_state(y_true, y_pred, sample_weight)` | after each batch | adds to the state |
# | `result()` | when a number is shown | computes it from the state |
# | `reset_state()` | before each epoch, and before each evaluation | sets the state back |
#
# Here is one at work:

# %%
metric = keras.metrics.RootMeanSquaredError()
for errors in batches:
    metric.update_state(y_true=np.zeros_like(errors), y_pred=errors)
    print(f"RMSE so far: {float(metric.result()):.2f}")
metric.reset_state()
print("after reset_state:", float(metric.result()))

# %% [markdown]
# You can also give a plain function to `metrics=`. Keras then takes the *mean*
# of what it returns. That is right for errors that are means, such as the
# absolute error. For an RMSE it is the mistake from above, and how wrong it is
# depends on the batch size. **Predict before you run:** what is the "RMSE" of a
# batch of one?


# %%
def rmse_of_batch(y_true, y_pred):
    """Return the RMSE of one batch: no metric to trust."""
    return keras.ops.sqrt(keras.ops.mean(keras.ops.square(y_pred - y_true)))


# %%
x_few, price_few = x_valid[:200], price_valid[:200]
mae_model.compile(
    loss="mae",
    metrics=[rmse_of_batch, keras.metrics.RootMeanSquaredError(name="rmse")],
)
for batch_size in [1, 100]:
    logs = mae_model.evaluate(
        x_few, price_few, batch_size=batch_size, return_dict=True, verbose=0
    )
    print(f"batches of {batch_size}:")
    for name in ["loss", "rmse_of_batch", "rmse"]:
        print(f"  {name:13} {logs[name]:.3f}")

# %% [markdown]
# One model, one set of stones, and an "RMSE" that changes with the batch size.
# With batches of one, the root undoes the square, and you read the MAE (the
# loss here) under a wrong name. Keras gives no warning.
#
# ## A metric as a class
#
# What does our shop ask of a price? First of all: *how often would we have paid
# too much?* Keras has no such metric, so here is one: the share of the stones
# whose predicted price lies above the true one.


# %%
class Overpriced(keras.metrics.Metric):
    """Share of the samples that are predicted above their true value."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.above = self.add_weight(initializer="zeros", name="above")
        self.seen = self.add_weight(initializer="zeros", name="seen")

    def update_state(self, y_true, y_pred, sample_weight=None):
        y_true, y_pred = keras.ops.ravel(y_true), keras.ops.ravel(y_pred)
        above = keras.ops.cast(y_pred > y_true, "float32")
        if sample_weight is None:
            sample_weight = keras.ops.ones_like(above)
        weights = keras.ops.cast(keras.ops.ravel(sample_weight), "float32")
        self.above.assign_add(keras.ops.sum(weights * above))
        self.seen.assign_add(keras.ops.sum(weights))

    def result(self):
        return self.above / self.seen


# %% [markdown]
# Read it from the top.
#
# - `**kwargs` goes to the parent: the name, for example, under which the metric
#   stands in the logs.
# - Two state variables. `add_weight` makes variables that Keras knows, and
#   starts them at zero.
# - `update_state` *adds*, with `assign_add`. (`ravel` is explained below.) A
#   **sample weight** says how often a sample counts: a weight of 2 counts it
#   twice, a weight of 0 leaves it out. So the divisor is the sum of the
#   weights, not the number of rows.
# - `result` divides, and returns a tensor.
#
# Try it by hand. The true prices are 1, 2, 3, 4, and the first two predictions
# are too high. **Predict before you run:** what is the third line, where the
# first stone weighs as much as the other three?

# %%
true_prices = np.array([[1.0], [2.0], [3.0], [4.0]])
predicted_prices = np.array([[1.5], [2.5], [2.5], [3.5]])
overpriced = Overpriced(name="overpriced")
overpriced.update_state(true_prices, predicted_prices)
print(f"four stones:  {float(overpriced.result()):.2f}")
overpriced.update_state(true_prices[2:], predicted_prices[2:])
print(f"and two more: {float(overpriced.result()):.2f}")
overpriced.reset_state()
overpriced.update_state(
    true_prices, predicted_prices, sample_weight=np.array([3, 1, 1, 1])
)
print(f"weighted:     {float(overpriced.result()):.2f}")

# %% [markdown]
# 2 of 4, then 2 of 6, then (3 + 1) / (3 + 1 + 1 + 1).
#
# Three mistakes are common on the way there. **First:** `initializer` is not
# optional, though it looks so. Without it there is nothing to start from:

# %% tags=["raises-exception"]
# %xmode Minimal
keras.metrics.Mean().add_weight(name="above")

# %% [markdown]
# **Second:** shapes. The weights come as `(rows,)`, the errors as `(rows, 1)`.
# What does NumPy, or a tensor, make of a row times a column?

# %%
error_column, weight_row = np.ones((4, 1)), np.ones(4)
print("column times row: ", (error_column * weight_row).shape)
print("both flat:        ", (error_column.ravel() * weight_row).shape)

# %% [markdown]
# A table of 16 numbers: each error meets each weight. There is no error
# message. That is what `keras.ops.ravel` in `update_state` is for: everything
# becomes flat before anything is multiplied.
#
# **Third:** a Python number as the result. By hand it works, so it is easily
# overlooked. For `fit` and `evaluate`, Keras first turns the code into a graph,
# in which no numbers exist yet:


# %% tags=["raises-exception"]
# %xmode Minimal
class OverpricedFloat(Overpriced):
    def result(self):
        return float(self.above / self.seen)


mae_model.compile(loss="mae", metrics=[OverpricedFloat()])
mae_model.evaluate(x_valid, price_valid, verbose=0)

# %% [markdown]
# *Not 'SymbolicTensor'*: the code asked a tensor of the graph for its number.
# `float(…)`, `.numpy()`, `np.sqrt(…)` and `if error > 0:` all do that. Stay
# with `keras.ops`, and let Keras make the number.
#
# ### Exercise `rmse_metric`
#
# Write the class `RMSE`: the root of the mean of the squared errors of **all**
# samples since the last reset.
#
# - It derives from `keras.metrics.Metric` itself and has its own `update_state`
#   and `result`. Keras's `RootMeanSquaredError` and `MeanSquaredError` are not
#   used, neither as a parent nor inside.
# - `y_true` and `y_pred` come with shape `(rows, 1)`, `sample_weight` with
#   shape `(rows,)` or not at all.
# - A weight of 2 counts a sample twice, a weight of 0 leaves it out.
# - After `reset_state()` it starts from nothing.
# - It works in `fit` (so `result` returns a tensor), and `RMSE(name="…")` sets
#   its name in the logs.
#
# <details><summary>Hint</summary>Which two numbers does it have to keep, so
# that the division and the root can come last?</details>
# <details><summary>Deeper hint</summary>The sum of the weighted squares, and
# the sum of the weights. <code>Overpriced</code> is built in the same way: only
# what is added differs, and <code>result</code> takes <code>keras.ops.sqrt</code>.</details>

# %% solution="rmse_metric"
RMSE = ...
### BEGIN SOLUTION


class RMSE(keras.metrics.Metric):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.squares = self.add_weight(initializer="zeros")
        self.seen = self.add_weight(initializer="zeros")

    def update_state(self, y_true, y_pred, sample_weight=None):
        errors = keras.ops.ravel(y_pred) - keras.ops.ravel(y_true)
        squares = keras.ops.square(errors)
        if sample_weight is None:
            sample_weight = keras.ops.ones_like(squares)
        self.squares.assign_add(keras.ops.sum(sample_weight * squares))
        self.seen.assign_add(keras.ops.sum(sample_weight))

    def result(self):
        return keras.ops.sqrt(self.squares / self.seen)


### END SOLUTION

# %% grade="rmse_metric"
where = "Exercise rmse_metric: "
assert RMSE is not ..., where + "replace the dots by a class."
assert isinstance(RMSE, type), where + "RMSE is not a class."
assert issubclass(RMSE, keras.metrics.Metric), where + "it is no Metric."
my_rmse = RMSE(name="my_rmse")
true, predicted = np.zeros((2, 1), "float32"), np.full((2, 1), 3, "float32")
my_rmse.update_state(true, predicted, sample_weight=np.ones(2, "float32"))
message = f"`result` gives one number, not shape {np.shape(my_rmse.result())}."
assert np.size(my_rmse.result()) == 1, where + message
message = f"two errors of 3 have the RMSE 3, not {float(my_rmse.result()):.4g}."
assert np.isclose(float(my_rmse.result()), 3), where + message
print("The visible check of rmse_metric passed.")

# %% [markdown]
# ## Metrics in compile, with and without weights
#
# `compile` takes metrics by name, as functions and as objects, all in one list.
# Your class goes in as an object: `Overpriced()`, not `Overpriced`.
#
# Weights need care of their own. For our shop an expensive stone matters more,
# so each stone gets its price as its weight. **Predict before you run:** both
# metrics are of the same class. Do they give the same number?

# %%
mae_model.compile(
    loss="mae",
    metrics=[Overpriced(name="counted")],
    weighted_metrics=[Overpriced(name="weighted")],
)
price_weights = price_valid.ravel()
logs = mae_model.evaluate(
    x_valid,
    price_valid,
    sample_weight=price_weights,
    return_dict=True,
    verbose=0,
)
for name, value in logs.items():
    print(f"{name:9} {value:.3f}")

# %% [markdown]
# They don't. What stands under `metrics=` never gets your `sample_weight`, even
# if its `update_state` could use it. What stands under `weighted_metrics=`
# does. The loss is always weighted. (It is so large because Keras divides by
# the number of stones, not by the sum of the weights.) The shares by hand:

# %%
too_high = (mae_prices > price_valid).ravel()
weighted_share = np.sum(price_weights[too_high]) / np.sum(price_weights)
print(f"share of the stones: {np.mean(too_high):.3f}")
print(f"share of the money:  {weighted_share:.3f}")

# %% [markdown]
# ### Names in the logs
#
# A metric stands in the logs under its name. Old tutorials ask the model for
# the list of names:

# %%
print("metrics_names:", mae_model.metrics_names)
print("logs:         ", sorted(logs))

# %% [markdown]
# `compile_metrics` is one object in which Keras keeps all of your metrics, so
# `metrics_names` is no longer of use. `evaluate(…, return_dict=True)` gives
# each number with its name. And the name is what *you* wrote. `"acc"` and
# `"accuracy"` are the same metric under two names, here for a model that says
# whether a stone costs more than 5,000 dollars:

# %%
expensive_model = keras.Sequential(
    [keras.Input((7,)), keras.layers.Dense(1, activation="sigmoid")]
)
for name in ["acc", "accuracy"]:
    expensive_model.compile(loss="binary_crossentropy", metrics=[name])
    logs = expensive_model.evaluate(
        x_valid, price_valid > 5, return_dict=True, verbose=0
    )
    print(sorted(logs))

# %% [markdown]
# Code that looks for `val_accuracy` never finds it when the model was compiled
# with `"acc"`; lesson 08 shows that. Old books also add a metric to a layer or
# a model:

# %% tags=["raises-exception"]
# %xmode Minimal
expensive_model.add_metric(1.0, name="mean_price")

# %% [markdown]
# "Add your metric in `Model.compile(metrics=[...])`", says the error. That is
# the current way.
#
# And if you give no name? Then Keras makes one from the name of the class.
# **Predict before you run:** have two objects of one class the same name?

# %%
first_metric, second_metric = Overpriced(), Overpriced()
print("one name for both:", first_metric.name == second_metric.name)

# %% [markdown]
# No: each new object gets another number behind its name, so the name in the
# logs is another one each time. Give your metrics a `name`.
#
# ## A new epoch
#
# Before each epoch and before each evaluation the state must be set back, or
# you read a mix of all epochs. Keras calls `reset_state()` for that. In old
# books the method has another name:

# %% tags=["raises-exception"]
# %xmode Minimal
keras.metrics.Mean().reset_states()

# %% [markdown]
# An error, good. But what if *you* write the old name in your own class? Then
# nothing calls it, and no message tells you. Here is a metric as an old book
# has it, which counts rows. It keeps its state in a `tf.Variable` and sets it
# back in `reset_states`. **Predict before you run:** three epochs on the same
# rows. Which numbers does it give?


# %%
class RowsSeen(keras.metrics.Metric):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.rows = tf.Variable(0.0)

    def update_state(self, y_true, y_pred, sample_weight=None):
        self.rows.assign_add(tf.cast(tf.shape(y_true)[0], "float32"))

    def result(self):
        return self.rows

    def reset_states(self):
        self.rows.assign(0.0)


# %%
counting_model = new_pricer()
counting_model.compile(loss="mae", metrics=[RowsSeen(name="rows")])
history = counting_model.fit(
    x_train, price_train, epochs=3, batch_size=256, verbose=0
)
print("training rows:", len(x_train))
for epoch, rows in enumerate(history.history["rows"], start=1):
    print(f"epoch {epoch}: {rows:.0f} rows")

# %% [markdown]
# The state *leaks* from epoch to epoch. Here you can see it, since you know
# how many rows there are. In an RMSE you would see a smooth curve that falls
# too slowly, and suspect nothing.
#
# Why did `Overpriced` work without any `reset_state`? Because the parent has
# one, and it sets *every variable that `add_weight` made to zero*. In
# `RowsSeen` two mistakes came together: a variable that Keras doesn't know, and
# a method that Keras doesn't call.
#
# So do you ever need a `reset_state` of your own? Yes, when the state does not
# begin at zero. An example is the best or the worst value so far. **Predict
# before you run:** what does the parent's `reset_state` make of a state
# variable that begins at 100?

# %%
metric = keras.metrics.Metric()
cheapest = metric.add_weight(initializer=keras.initializers.Constant(100.0))
print("at the beginning:", float(cheapest))
metric.reset_state()
print("after the parent's reset_state:", float(cheapest))

# %% [markdown]
# Zero. The first epoch is right, and every later one is wrong.
#
# ### Exercise `lowest_price`
#
# A network with a linear output may predict negative prices. The shop wants to
# see that. Write the class `LowestPrice`, a `keras.metrics.Metric` with its own
# `update_state` and `result`: the **lowest prediction** since the last reset.
#
# - It is right for prices of any size, also for very large ones.
# - After `reset_state()` it starts anew, like a new object.
# - It takes `sample_weight` and leaves it alone: weights don't change a
#   minimum.
# - It works in `fit` (so `result` returns a tensor), and
#   `LowestPrice(name="…")` sets its name in the logs.
#
# <details><summary>Hint</summary>With which number must a minimum begin, so
# that every price is below it? What puts that number back?</details>
# <details><summary>Deeper hint</summary>Begin at infinity: <code>float("inf")</code>. <code>keras.ops.minimum</code>
# compares state and batch, <code>keras.ops.min</code> finds the lowest of the
# batch, and <code>assign</code> (not <code>assign_add</code>) writes. Then
# write a <code>reset_state</code> of your own, spelled like this.</details>

# %% solution="lowest_price"
LowestPrice = ...
### BEGIN SOLUTION


class LowestPrice(keras.metrics.Metric):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.lowest = self.add_weight(initializer="zeros")
        self.reset_state()

    def update_state(self, y_true, y_pred, sample_weight=None):
        lowest_of_batch = keras.ops.min(y_pred)
        self.lowest.assign(keras.ops.minimum(self.lowest, lowest_of_batch))

    def result(self):
        return keras.ops.convert_to_tensor(self.lowest)

    def reset_state(self):
        self.lowest.assign(float("inf"))


### END SOLUTION

# %% grade="lowest_price"
where = "Exercise lowest_price: "
assert LowestPrice is not ..., where + "replace the dots by a class."
assert isinstance(LowestPrice, type), where + "LowestPrice is not a class."
assert issubclass(LowestPrice, keras.metrics.Metric), where + "it is no Metric."
my_lowest = LowestPrice(name="my_lowest")
predicted = np.array([[4.0], [3.0]], "float32")
my_lowest.update_state(np.zeros((2, 1), "float32"), predicted)
message = f"`result` is one number, not shape {np.shape(my_lowest.result())}."
assert np.size(my_lowest.result()) == 1, where + message
message = f"the lowest of 4 and 3 is 3, not {float(my_lowest.result()):.4g}."
assert np.isclose(float(my_lowest.result()), 3), where + message
print("The visible check of lowest_price passed.")

# %% [markdown]
# ## A loss as a function
#
# So far you have only watched. Now the model is to *behave* differently. For
# our shop the two directions of an error are not alike. A stone that we price
# too low is not sold to us, and we lose a little. A stone that we price too
# high we buy, and sell at a loss. Say that a dollar too much costs *three
# times* as much as a dollar too little.
#
# A loss is a function of `y_true` and `y_pred`, built of `keras.ops`, that
# returns *one value for each sample*:


# %%
def cautious(y_true, y_pred):
    """Absolute error in which a dollar too much counts three times.

    Predictions of shape (rows, k) give losses of shape (rows,).
    """
    too_much = keras.ops.maximum(y_pred - y_true, 0)
    too_little = keras.ops.maximum(y_true - y_pred, 0)
    return keras.ops.mean(3 * too_much + too_little, axis=-1)


four_prices = np.array([[1.0], [2.0], [3.0], [4.0]])
print("one too much:  ", np.array(cautious(four_prices, four_prices + 1)))
print("one too little:", np.array(cautious(four_prices, four_prices - 1)))

# %% [markdown]
# Prediction minus truth is positive when we pay *too much*. Swap the two, and
# the loss rewards paying too much; it trains just as well. So do what this cell
# does: try one error in each direction before you train.
#
# Now the training: the same network, the same data, another loss. `compile`
# takes the function itself. **Predict before you run:** the MAE model
# overprices about half of the stones. Which share does the cautious model
# overprice?

# %%
keras.utils.set_random_seed(7)
cautious_model = new_pricer()
cautious_model.compile(optimizer=keras.optimizers.Adam(0.01), loss=cautious)
cautious_model.fit(x_train, price_train, epochs=20, batch_size=64, verbose=0)
cautious_prices = cautious_model.predict(x_valid, verbose=0)

print("model     overpriced    MAE   cost")
for name, predicted in {
    "MAE": mae_prices,
    "cautious": cautious_prices,
}.items():
    share = np.mean(predicted > price_valid)
    mae = np.mean(np.abs(predicted - price_valid))
    cost = np.mean(cautious(price_valid, predicted))
    print(f"{name:9} {share:10.2f} {mae:6.2f} {cost:6.2f}")

# %%
figure, axes = plt.subplots(figsize=(7, 3.5))
edges = np.linspace(-2, 2, 41)
mae_errors = (mae_prices - price_valid).ravel()
axes.hist(mae_errors, edges, histtype="step", ls="-", label="MAE")
cautious_errors = (cautious_prices - price_valid).ravel()
axes.hist(cautious_errors, edges, histtype="step", ls="--", label="cautious")
axes.axvline(0, color="black", linewidth=1)
axes.set_xlabel("predicted minus true price, thousands of dollars")
axes.set(ylabel="stones", title="Who pays too much?")
axes.legend()
plt.show()

# %% [markdown]
# *Picture:* two **histograms**: how often errors of each size occur. The solid
# one (MAE) is about even on both sides of the line at 0. The dashed one
# (cautious) has moved to the left: most of its errors are below 0, and its right
# side is thinner.
#
# With six seeds, the MAE model overpriced 0.43 to 0.61 of the stones, and the
# cautious one 0.14 to 0.38. The cost of the cautious model was lower each
# time, by 12 to 35 percent. Counted in the shop's own money it is the better
# model, although its MAE is higher: 0.43 to 0.51 instead of 0.38 to 0.40. It
# gives up some accuracy to be on the safe side, and that is what the shop
# wanted.
#
# In theory the share is known: with the costs 3 and 1, the best prediction is
# a price below 3 of 4 true prices, so 1 in 4 is overpriced. This loss
# is called the **pinball loss** (or quantile loss). Its best prediction is such
# a value, a quantile; that of the MAE is the median.
#
# ### One value for each sample
#
# Why not average over everything, if Keras averages in the end anyway? Because
# Keras applies `sample_weight` *between* the two. Take two stones, one priced
# right, one a thousand dollars too low. We weigh the second with 0. **Predict
# before you run:** what loss is left?


# %%
def averaged_too_early(y_true, y_pred):
    """Return one number for the whole batch: too early."""
    return keras.ops.mean(cautious(y_true, y_pred))


passing_model = keras.Sequential(
    [keras.Input((1,)), keras.layers.Activation("linear")]
)
two_predicted, two_true = np.array([[2.0], [3.0]]), np.array([[2.0], [4.0]])
for loss in [cautious, averaged_too_early]:
    passing_model.compile(loss=loss)
    value = passing_model.evaluate(
        two_predicted, two_true, sample_weight=np.array([1.0, 0.0]), verbose=0
    )
    print(f"{loss.__name__:18} {value}")

# %% [markdown]
# (`passing_model` returns what goes in, so its input is the prediction.) The
# stone that should not count, counts. The weights came too late: all that was
# left to weigh was one number.
#
# And the `if` that most people write first?


# %% tags=["raises-exception"]
# %xmode Minimal
def with_if(y_true, y_pred):
    if y_pred > y_true:
        return 3 * (y_pred - y_true)
    return y_true - y_pred


new_model = new_pricer()
new_model.compile(loss=with_if)
new_model.fit(x_train, price_train, verbose=0)

# %% [markdown]
# *Using a symbolic tensor as a Python bool*: a batch has many samples, some
# above and some below, so there is no single yes or no.
# `keras.ops.where(condition, this, that)` and `keras.ops.maximum` decide for
# each sample.
#
# ### Exercise `seller_loss`
#
# On the other side of the street somebody **sells**. For her a price that is
# too **low** is the costly mistake, and a mistake twice as large hurts more
# than twice as much. Complete `seller_loss`: the squared error, in which an
# underestimate (the prediction is below the truth) counts **four times**.
#
# Predictions and truths come as tensors of shape `(rows, k)`. Return one value
# for each sample, the mean over the last axis, so the shape is `(rows,)`. A
# model has to learn from it in `fit`.
#
# <details><summary>Hint</summary>When is a price too low: when prediction minus
# truth is positive, or when it is negative? Which factor does each sample
# get?</details>
# <details><summary>Deeper hint</summary><code>keras.ops.where(condition, 4.0,
# 1.0)</code> gives the factors. Multiply with the squares, then <code>keras.ops.mean(…,
# axis=-1)</code>. Square the error, not the factor.</details>


# %% solution="seller_loss"
def seller_loss(y_true, y_pred):
    """Squared error in which an underestimate counts four times."""
    ### BEGIN SOLUTION
    error = y_pred - y_true
    factor = keras.ops.where(error < 0, 4.0, 1.0)
    return keras.ops.mean(factor * keras.ops.square(error), axis=-1)
    ### END SOLUTION


# %% grade="seller_loss"
where = "Exercise seller_loss: "
same_prices = keras.ops.ones((3, 2))
no_error_loss = seller_loss(same_prices, same_prices)
assert no_error_loss is not None, where + "the function returns nothing yet."
shape = tuple(np.shape(no_error_loss))
assert shape == (3,), (
    where + "for predictions of shape (3, 2) the losses should have the "
    f"shape (3,), not {shape}."
)
assert np.allclose(no_error_loss, 0), (
    where + "a prediction without error costs nothing."
)
print("The visible check of seller_loss passed.")

# %% [markdown]
# ## A loss as a class
#
# Three times? Five times? A number that you want to change should be an
# argument, and a loss with arguments is a class. It derives from
# `keras.losses.Loss`, and its `call` is your function:


# %%
class Cautious(keras.losses.Loss):
    """Absolute error in which a dollar too much counts `factor` times."""

    def __init__(self, factor=3.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, y_true, y_pred):
        too_much = keras.ops.maximum(y_pred - y_true, 0)
        too_little = keras.ops.maximum(y_true - y_pred, 0)
        return keras.ops.mean(self.factor * too_much + too_little, axis=-1)

    def get_config(self):
        return {**super().get_config(), "factor": self.factor}


# %%
four_true = np.array([[1.0], [2.0], [3.0], [4.0]])
four_predicted = four_true + 1
five_times = Cautious(factor=5.0)
print("config:  ", five_times.get_config())
print("loss:    ", float(five_times(four_true, four_predicted)))
half_weights = np.array([1, 1, 0, 0])
weighted_loss = five_times(
    four_true, four_predicted, sample_weight=half_weights
)
print("weighted:", float(weighted_loss))
each_loss = Cautious(reduction=None)(four_true, four_predicted)
print("reduction=None:", np.array(each_loss))

# %% [markdown]
# You write `call`, with one value for each sample. You call the *object*. It
# runs the parent's `__call__`, which calls yours, weighs the values and reduces
# them to one number. **Reduction** is the rule for that. `sum_over_batch_size`
# divides their sum by the number of rows (of rows, not of weights: 2 · 5 / 4 =
# 2.5). If you overwrite `__call__` instead of `call`, you lose the weights.
# `**kwargs` and `get_config` do what they did in lesson 06: with them the loss
# comes back from a file.
#
# Function and class differ in one thing, and no message says so. Give the
# targets as `(rows,)` and the predictions as `(rows, 1)`.
# **Predict before you run:** is the loss of a perfect prediction 0 in both
# lines?

# %%
print("column and column:", float(five_times(four_true, four_true)))
print("row and column:   ", float(five_times(four_true.ravel(), four_true)))

# %% [markdown]
# A row minus a column is a table of all pairs, 16 differences for 4 stones, and
# its mean is not 0. A model trained on it learns to predict one and the same
# price for all stones. For plain functions in `compile`, and for its own
# losses, Keras makes the shapes equal. In the `call` of *your* class it does
# not. So keep targets as columns, as we do.
#
# ### Exercise `relative_error`
#
# A dealer thinks in percent: 500 dollars off matter much for a stone of 400
# dollars and little for one of 15,000. Write the class `RelativeError`, a
# `keras.losses.Loss`: the absolute error **divided by the true price** (a
# share: 0.1 for 10 %).
#
# - Tiny prices would make it very large, so a price below `floor` is divided by
#   `floor` instead. Without `floor`, the floor is `1.0`: `RelativeError()` and
#   `RelativeError(floor=0.5)` both work.
# - True prices and predictions come as columns or with several columns. With
#   several columns, a sample's value is the mean over them.
# - Keras applies sample weights and reduction, so leave both to the parent
#   class.
# - It takes `name` and `reduction` as every loss does. `get_config` holds all
#   settings, and `from_config` makes the same loss again.
#
# <details><summary>Hint</summary>Which of the two arguments of <code>call</code>
# is the true price, and what is the larger one of it and the floor?</details>
# <details><summary>Deeper hint</summary><code>keras.ops.maximum(y_true,
# self.floor)</code> is the divisor. <code>call</code> ends with a mean over the
# last axis, as in <code>Cautious</code>; <code>__init__</code> and <code>get_config</code>
# are written in the same way as there.</details>

# %% solution="relative_error"
RelativeError = ...
### BEGIN SOLUTION


class RelativeError(keras.losses.Loss):
    def __init__(self, floor=1.0, **kwargs):
        super().__init__(**kwargs)
        self.floor = floor

    def call(self, y_true, y_pred):
        divisor = keras.ops.maximum(y_true, self.floor)
        error = keras.ops.abs(y_pred - y_true) / divisor
        return keras.ops.mean(error, axis=-1)

    def get_config(self):
        return {**super().get_config(), "floor": self.floor}


### END SOLUTION

# %% grade="relative_error"
where = "Exercise relative_error: "
assert RelativeError is not ..., where + "replace the dots by a class."
assert isinstance(RelativeError, type), where + "RelativeError is not a class."
assert issubclass(RelativeError, keras.losses.Loss), where + "it is no Loss."
same_price = keras.ops.full((3, 1), 2.0)
perfect = RelativeError(floor=0.5)(same_price, same_price)
shape = tuple(np.shape(perfect))
assert np.prod(shape) == 1, (
    where + f"the object gives one number for a batch, not shape {shape}. "
    "Write `call`, not `__call__`."
)
assert np.isclose(perfect, 0), (
    where + "a prediction without error costs nothing."
)
print("The visible check of relative_error passed.")

# %% [markdown]
# ## Several outputs
#
# The shop now also wants to know the weight of a stone, from the same
# photograph. One network, two outputs, each with a name:


# %%
def new_appraiser():
    """Return an untrained network with the outputs price and carat."""
    inputs = keras.Input((7,), name="stone")
    scale = keras.layers.Normalization(name="scale")
    scale.adapt(x_train)
    hidden = keras.layers.Dense(32, activation="relu", name="hidden")
    features = hidden(scale(inputs))
    outputs = {
        "price": keras.layers.Dense(1, name="price")(features),
        "carat": keras.layers.Dense(1, name="carat")(features),
    }
    return keras.Model(inputs, outputs)


# %%
y_train = {"price": price_train, "carat": carats[train_rows]}
y_valid = {"price": price_valid, "carat": carats[valid_rows]}
keras.utils.set_random_seed(7)
pair_model = new_appraiser()
print(pair_model.output_names)

# %% [markdown]
# Which of the two outputs does a list of metrics mean?

# %% tags=["raises-exception"]
# %xmode Minimal
pair_model.compile(loss={"price": "mae", "carat": "mse"}, metrics=["mae"])
pair_model.evaluate(x_valid, y_valid, verbose=0)

# %% [markdown]
# Keras refuses a flat list of one metric for two outputs, and not before it
# sees data: `compile` gave no message. **Predict before you run:** and a flat
# list of two?

# %%
pair_model.compile(
    loss={"price": "mae", "carat": "mse"}, metrics=["mae", "mse"]
)
logs = pair_model.evaluate(x_valid, y_valid, return_dict=True, verbose=0)
print([name for name in logs if "loss" not in name])

# %% [markdown]
# Worse: it is accepted, in the order of the alphabet. We built the price first,
# and the first metric went to the *carat*. The error above names the
# solution: a dict by the names of the outputs. An output may have several
# metrics, or none.
#
# **Predict before you run:** under which names do these metrics stand in the
# logs? And can an RMSE in thousands of dollars and one in carat be the same
# number?

# %% tags=["tolerance-0.02"]
shared_rmse = keras.metrics.RootMeanSquaredError(name="rmse")
pair_model.compile(
    optimizer=keras.optimizers.Adam(0.02),
    loss={"price": "mae", "carat": "mse"},
    metrics={"price": [shared_rmse, "mae"], "carat": shared_rmse},
)
keras.utils.set_random_seed(7)
pair_model.fit(x_train, y_train, epochs=4, batch_size=128, verbose=0)
logs = pair_model.evaluate(x_valid, y_valid, return_dict=True, verbose=0)
for name in sorted(logs):
    print(f"{name:11} {logs[name]:.3f}")

# %% [markdown]
# The names are clear: output, underscore, metric. The numbers are not: dollars
# and carat can't have the same RMSE. We gave *one object* to both outputs. It
# has one state, and both outputs added their errors to it. Make one metric
# object for each output:

# %%
pair_model.compile(
    loss={"price": "mae", "carat": "mse"},
    metrics={
        "price": keras.metrics.RootMeanSquaredError(name="rmse"),
        "carat": keras.metrics.RootMeanSquaredError(name="rmse"),
    },
)
logs = pair_model.evaluate(x_valid, y_valid, return_dict=True, verbose=0)
print("output   RMSE   standard deviation")
for name, targets in y_valid.items():
    print(f"{name:6} {logs[f'{name}_rmse']:6.2f} {np.std(targets):11.2f}")

# %% [markdown]
# Both outputs are far better than always saying the mean, whose RMSE is the
# standard deviation.
#
# The same dicts work for losses: a name, a function of yours, an object of your
# class, whatever each output needs. A name that no output has is refused, as
# lesson 03 showed. A metric under the *wrong* output is not.
#
# ### Exercise `two_outputs`
#
# Make `appraiser` with `new_appraiser()` and compile it.
#
# - The **price** gets the loss `cautious` and the metric `Overpriced`.
# - The **carat** gets the mean squared error as its loss and the mean absolute
#   error as its metric.
# - Both losses count alike, with weight 1.
# - Then let it evaluate `x_valid` and `y_valid`, and keep the result as
#   `report`: a dict in which the metrics stand as `price_overpriced` and
#   `carat_mae`.
#
# Don't train it: its numbers may be bad.
#
# <details><summary>Hint</summary>Two dicts for <code>compile</code>, both with
# the names of the outputs as keys. Classes go in as objects.</details>
# <details><summary>Deeper hint</summary><code>evaluate</code> gives a list
# unless you say <code>return_dict=True</code>. And a metric object without a
# name gets one from Keras: ask for the name that you want.</details>

# %% solution="two_outputs"
appraiser = ...
report = ...
### BEGIN SOLUTION
appraiser = new_appraiser()
appraiser.compile(
    loss={"price": cautious, "carat": "mse"},
    metrics={"price": Overpriced(name="overpriced"), "carat": "mae"},
)
report = appraiser.evaluate(x_valid, y_valid, return_dict=True, verbose=0)
### END SOLUTION

# %% grade="two_outputs"
where = "Exercise two_outputs: "
assert appraiser is not ..., where + "make it with new_appraiser()."
assert isinstance(appraiser, keras.Model), (
    where + f"appraiser should be the model, not a {type(appraiser).__name__}."
)
assert appraiser.compiled, where + "appraiser is not compiled."
assert report is not ..., where + "keep what `evaluate` returns as `report`."
assert isinstance(report, dict), (
    where + "report should be a dict, each number under its name, "
    f"not a {type(report).__name__}."
)
print("The visible check of two_outputs passed.")

# %% [markdown]
# ## What you have done
#
# In this lesson you have
#
# - seen a mean of roots pass for a root of a mean, and kept sums in state
#   variables instead;
# - written metrics that weigh samples and start each epoch anew;
# - found a state that leaks, an object shared by two outputs, and a metric that
#   never got the weights;
# - written losses that know which mistake is expensive, and measured what they
#   do to a model;
# - returned one value for each sample, so that weights can work;
# - read every number by its name.
#
# In lesson 08 callbacks read these names: to stop, to save, to lower the
# learning rate. In lesson 14 you call `update_state` yourself.
#
# ## Going further
#
# - Which loss would make a model predict a *range* of prices, from a low to a
#   high one? Two pinball losses for two outputs are a start: R. Koenker and G.
#   Bassett, [*Regression Quantiles*](https://www.jstor.org/stable/1913643), 1978.
# - Some metrics can't be computed from sums, such as the median error or the
#   area under a curve. How does
#   [`keras.metrics.AUC`](https://keras.io/api/metrics/classification_metrics/)
#   do it, and what does it give up?
# - The mean absolute error has no gradient at an error of 0. What does Keras do
#   there, and which losses avoid the question? See [`Huber` and
#   `LogCosh`](https://keras.io/api/losses/regression_losses/).
#
# **Where this comes from.** Documentation:
# [metrics](https://keras.io/api/metrics/), [base class of
# metrics](https://keras.io/api/metrics/base_metric/),
# [losses](https://keras.io/api/losses/), [training and
# evaluation](https://keras.io/guides/training_with_built_in_methods/). The loss
# that leads to a quantile: R. Koenker and G. Bassett, *Regression Quantiles*, 1978.

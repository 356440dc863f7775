# %% [markdown]
# # 07 · Metrics and losses: your own idea of good and bad
#
# Keras knows some thirty losses and even more metrics. None of them knows your shop. This lesson is about saying in code what a mistake costs you: to the model, which learns from it, and to yourself, who reads it.
#
# **You will be able to**
#
# - *tell* apart what a loss and a metric are for;
# - *write* a metric as a class that remembers, forgets at the right time, and respects sample weights;
# - *write* a loss as a function and as a class, with one value for each sample;
# - *show* with a score what an own loss does to a model;
# - *give* each of several outputs its own loss and metrics, and read the logs by name.
#
# **You need first:** lessons 02, 03 and 05 (errors, several outputs, classes). 06 helps.
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
# Some cells below fail on purpose. This line makes Jupyter show the messages alone, without the long way through Keras.

# %%
from IPython import get_ipython

if get_ipython():
    get_ipython().run_line_magic("xmode", "Minimal")

# %% [markdown]
# ## A shop with a ruler and no scales
#
# Diamonds once more. A shop buys stones from photographs: three grades, the shape, length and width. It wants the **price** in thousands of dollars, later also the weight in **carat**. Note the shape of the targets: a column, `(rows, 1)`, like the output of a model. That will matter.

# %%
stones = pd.read_csv(DATA / "diamonds" / "diamonds.csv.gz").drop_duplicates()
stones = stones[(stones["x"] > 0) & (stones["y"] > 0) & (stones["y"] < 30)].iloc[::15]
ladders = {
    "cut": ["Fair", "Good", "Very Good", "Premium", "Ideal"],
    "color": ["J", "I", "H", "G", "F", "E", "D"],
    "clarity": ["I1", "SI2", "SI1", "VS2", "VS1", "VVS2", "VVS1", "IF"],
}
for column, ladder in ladders.items():
    stones[column] = stones[column].map({grade: step for step, grade in enumerate(ladder)})
stones = stones.sample(frac=1, random_state=7)
x = stones[["clarity", "cut", "color", "depth", "table", "x", "y"]].to_numpy("float32")
price = stones[["price"]].to_numpy("float32") / 1000
carat = stones[["carat"]].to_numpy("float32")
rows = int(0.8 * len(x))
train_x, valid_x, train_price, valid_price = x[:rows], x[rows:], price[:rows], price[rows:]
print(train_x.shape, train_price.shape, valid_x.shape, valid_price.shape)


# %%
def new_pricer():
    """Return a small network, not compiled: seven features of a stone in, its price out."""
    scale = keras.layers.Normalization(mean=train_x.mean(axis=0), variance=train_x.var(axis=0))
    hidden = keras.layers.Dense(32, activation="relu")
    return keras.Sequential([keras.Input((7,)), scale, hidden, keras.layers.Dense(1)])


def trained_pricer(loss):
    """Return a network that was trained with a loss, with small steps at the end, so that it comes to rest."""
    rate = keras.optimizers.schedules.CosineDecay(0.03, decay_steps=6 * len(train_x) // 64)
    model = new_pricer()
    model.compile(loss=loss, optimizer=keras.optimizers.Adam(rate))
    model.fit(train_x, train_price, epochs=6, batch_size=64, verbose=0)
    return model


plain = trained_pricer("mae")
plain_prices = plain.predict(valid_x, verbose=0)
error = np.mean(np.abs(plain_prices - valid_price))
middle = np.mean(np.abs(np.median(train_price) - valid_price))
print("a fifth of the error of always saying the median, or less:", error < middle / 5)

# %% [markdown]
# Good enough to play with. Two words before we start:
#
# - A **loss** is for the optimiser. It must have a slope, so that the optimiser knows which way is down. It is asked batch by batch.
# - A **metric** is for you. It needs no slope. "How many stones did we pay too much for?" is a fine metric and a useless loss: a small step of a weight changes no count. It is asked once an epoch, about **all** samples.
#
# "All samples" is where metrics go wrong first.
#
# ## What a metric remembers
#
# Three batches of errors, in thousands of dollars. **Predict before you run:** is the mean of the three RMSEs the RMSE of all seven errors?

# %%
batches = [np.array([1.0, 1.0, 1.0]), np.array([1.0, 1.0, 1.0]), np.array([8.0])]
each = [np.sqrt(np.mean(errors**2)) for errors in batches]
together = np.sqrt(np.mean(np.concatenate(batches) ** 2))
print("RMSE of each batch:", np.round(each, 2))
print("their mean:", round(np.mean(each), 2), "| RMSE of all:", round(together, 2))

# %% [markdown]
# 3.33 against 3.16: (1 + 1 + 8) / 3, and the root of (6 · 1 + 64) / 7. Two things differ. The last batch is short and counts as much as a full one. And a root of a mean is not a mean of roots.
#
# So a metric can't be a number for each batch. It has to **remember**: the sum of squares so far, the number of samples so far. The division and the root come last. A Keras metric is an object with that memory, and four methods work on it:
#
# | method | when Keras calls it | what it does |
# |---|---|---|
# | `__init__` | never: you do | makes the memory, with `add_weight` |
# | `update_state(y_true, y_pred, sample_weight)` | after each batch | adds to the memory |
# | `result()` | when a number is shown | computes it from the memory |
# | `reset_state()` | before each epoch, and before each evaluation | empties the memory |
#
# Watch one at work:

# %%
keeper = keras.metrics.RootMeanSquaredError()
for errors in batches:
    keeper.update_state(np.zeros_like(errors), errors)
    print("so far:", round(float(keeper.result()), 2))
keeper.reset_state()
print("after reset_state:", float(keeper.result()))

# %% [markdown]
# You may hand a plain function to `metrics=`, too. Keras then takes the **mean** of what it returns. That is right for errors that are means, such as the absolute error. For an RMSE it is the mistake from above, and how wrong it is depends on the batch size. **Predict before you run:** what is the "RMSE" of a batch of one?


# %%
def rmse_function(y_true, y_pred):
    """The root of the mean of the squares of one batch: not a metric to trust."""
    return keras.ops.sqrt(keras.ops.mean(keras.ops.square(y_pred - y_true)))


judge = new_pricer()
judge.set_weights(plain.get_weights())
judge.compile(loss="mae", metrics=[rmse_function, keras.metrics.RootMeanSquaredError(name="rmse")])
few_x, few_prices = valid_x[:200], valid_price[:200]
one = judge.evaluate(few_x, few_prices, batch_size=1, return_dict=True, verbose=0)
many = judge.evaluate(few_x, few_prices, batch_size=100, return_dict=True, verbose=0)
print("the class gives one answer:", np.isclose(one["rmse"], many["rmse"], rtol=1e-3))
print("the function gives two:    ", not np.isclose(one["rmse_function"], many["rmse_function"], rtol=0.1))
print("with batches of one it is the MAE:", np.isclose(one["rmse_function"], one["loss"], rtol=1e-3))

# %% [markdown]
# One model, one set of stones, and an "RMSE" that changes with the batch size. With batches of one, the root undoes the square, and you read the MAE under a wrong name. No warning.
#
# ## A metric as a class
#
# What does our shop ask of a price? First of all: *how often would we have paid too much?* Keras has no such metric, so here is one: the share of the stones whose predicted price lies above the true one.


# %%
class Overpriced(keras.metrics.Metric):
    """Share of the samples that are predicted above their true value."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.above = self.add_weight(initializer="zeros", name="above")
        self.seen = self.add_weight(initializer="zeros", name="seen")

    def update_state(self, y_true, y_pred, sample_weight=None):
        above = keras.ops.cast(keras.ops.ravel(y_pred) > keras.ops.ravel(y_true), "float32")
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
# - `**kwargs` goes to the parent: the name, for example, under which the metric stands in the logs.
# - Two numbers are the memory. `add_weight` makes variables that Keras knows, and starts them at zero.
# - `update_state` **adds**, with `assign_add`. A weight of 2 counts a sample twice, a weight of 0 leaves it out. So the divisor is the sum of the weights, not the number of rows.
# - `result` divides, and returns a tensor.
#
# Try it by hand. True prices 1, 2, 3, 4, and predictions of which the first two are too high. **Predict before you run:** what is the third line, where the first stone weighs as much as the other three?

# %%
share = Overpriced()
truth, guess = np.array([[1.0], [2.0], [3.0], [4.0]]), np.array([[1.5], [2.5], [2.5], [3.5]])
share.update_state(truth, guess)
print("four stones:", float(share.result()))
share.update_state(truth[2:], guess[2:])
print("and two more:", round(float(share.result()), 2))
share.reset_state()
share.update_state(truth, guess, sample_weight=np.array([3, 1, 1, 1]))
print("weighted:", round(float(share.result()), 2))

# %% [markdown]
# 2 of 4, then 2 of 6, then (3 + 1) / (3 + 1 + 1 + 1).
#
# Three slips on the way there. **First:** `initializer` is not optional, though it looks so. Without it there is nothing to start from:

# %% tags=["raises-exception"]
keras.metrics.Mean().add_weight(name="above")

# %% [markdown]
# **Second:** shapes. The weights come as `(rows,)`, the errors as `(rows, 1)`. What does NumPy, or a tensor, make of a row times a column?

# %%
column, weights = np.ones((4, 1)), np.ones(4)
print((column * weights).shape, "and with ravel:", (column.ravel() * weights).shape)

# %% [markdown]
# A table of 16 numbers: each error meets each weight. No error. That is what `keras.ops.ravel` in `update_state` is for: everything becomes flat before anything is multiplied.
#
# **Third:** a Python number as the result. By hand it works, so it is easily missed. In `fit`, the code is traced into a graph in which no numbers exist yet:


# %% tags=["raises-exception"]
class OverpricedFloat(Overpriced):
    def result(self):
        return float(self.above / self.seen)


judge.compile(loss="mae", metrics=[OverpricedFloat()])
judge.evaluate(valid_x, valid_price, verbose=0)

# %% [markdown]
# **Not 'SymbolicTensor'**: somebody asked a tensor of the graph for its number. `float(…)`, `.numpy()`, `np.sqrt(…)` and `if error > 0:` all do that. Stay with `keras.ops`, and let Keras make the number.
#
# ### Your turn: `rmse_metric`
#
# Write the class `RMSE`, a `keras.metrics.Metric` of your own, as if Keras had none (so without `RootMeanSquaredError` or another of its metrics): the root of the mean of the squared errors of **all** samples since the last reset.
#
# - `y_true` and `y_pred` come with shape `(rows, 1)`, `sample_weight` with `(rows,)` or not at all;
# - a weight of 2 counts a sample twice, a weight of 0 leaves it out;
# - it works in `fit`, and `RMSE(name="…")` sets its name.
#
# <details><summary>Hint</summary>Which two numbers does it have to remember, so that the division and the root can come last?</details>
# <details><summary>Deeper hint</summary>The sum of the weighted squares, and the sum of the weights. <code>Overpriced</code> has the same bones: only what is added differs, and <code>result</code> takes <code>keras.ops.sqrt</code>.</details>

# %% solution="rmse_metric"
RMSE = ...
### BEGIN SOLUTION


class RMSE(keras.metrics.Metric):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.squares = self.add_weight(initializer="zeros")
        self.seen = self.add_weight(initializer="zeros")

    def update_state(self, y_true, y_pred, sample_weight=None):
        squares = keras.ops.square(keras.ops.ravel(y_pred) - keras.ops.ravel(y_true))
        if sample_weight is None:
            sample_weight = keras.ops.ones_like(squares)
        self.squares.assign_add(keras.ops.sum(sample_weight * squares))
        self.seen.assign_add(keras.ops.sum(sample_weight))

    def result(self):
        return keras.ops.sqrt(self.squares / self.seen)


### END SOLUTION

# %% grade="rmse_metric"
assert RMSE is not ..., "Exercise rmse_metric: write the class in place of the dots."
assert issubclass(RMSE, keras.metrics.Metric), "Exercise rmse_metric: it derives from keras.metrics.Metric."
mine = RMSE(name="mine")
mine.update_state(np.zeros((2, 1), "float32"), np.full((2, 1), 3.0, "float32"))
assert np.isclose(mine.result(), 3.0), (
    f"Exercise rmse_metric: two errors of 3 have the RMSE 3, not {float(mine.result()):g}."
)

# %% [markdown]
# ## Metrics in compile, with and without weights
#
# `compile` takes metrics by name, as functions and as objects, all in one list. Your class goes in as an object: `Overpriced()`, not `Overpriced`.
#
# Weights are a trap of their own. Our shop cares about dear stones, so it weighs each stone by its price. **Predict before you run:** both metrics are the same class. Do they give the same number?

# %%
judge.compile(
    loss="mae",
    metrics=[Overpriced(name="counted")],
    weighted_metrics=[Overpriced(name="weighted")],
)
by_price = valid_price.ravel()
logs = judge.evaluate(valid_x, valid_price, sample_weight=by_price, return_dict=True, verbose=0)
above = (plain_prices > valid_price).ravel()
print("'counted' is the plain share:   ", np.isclose(logs["counted"], np.mean(above), atol=1e-4))
print(
    "'weighted' is the weighted one: ",
    np.isclose(logs["weighted"], np.sum(by_price[above]) / np.sum(by_price), atol=1e-4),
)

# %% [markdown]
# They don't. What stands under `metrics=` is never given your `sample_weight`, even if its `update_state` could use it. What stands under `weighted_metrics=` is. The loss is always weighted.
#
# ### Names in the logs
#
# A metric stands in the logs under its name. Old tutorials ask the model for the list of names:

# %%
print(judge.metrics_names)
print(sorted(logs))

# %% [markdown]
# `compile_metrics` is a box in which Keras keeps all of yours: `metrics_names` is of no use any more. `evaluate(…, return_dict=True)` gives each number with its name. And the name is what **you** wrote. `"acc"` and `"accuracy"` are the same metric under two names:

# %%
dear = keras.Sequential([keras.Input((7,)), keras.layers.Dense(1, activation="sigmoid")])
for name in ["acc", "accuracy"]:
    dear.compile(loss="binary_crossentropy", metrics=[name])
    print(sorted(dear.evaluate(valid_x, valid_price > 5, return_dict=True, verbose=0)))

# %% [markdown]
# A callback that watches `val_accuracy` waits forever for a model compiled with `"acc"`; lesson 08 meets it again. One more way from old books: handing a metric to a layer or a model.

# %% tags=["raises-exception"]
dear.add_metric(1.0, name="mean_price")

# %% [markdown]
# "Add your metric in `Model.compile(metrics=[...])`", says the error. That is the current way.
#
# And if you give no name? Then Keras makes one up from the class, and counts: **predict before you run.**

# %%
first, second = Overpriced(), Overpriced()
print("two objects, one name:", first.name == second.name)

# %% [markdown]
# No: each new object gets another number behind its name, so the log key of tomorrow is not that of today. Give your metrics a `name`.
#
# ## A new epoch
#
# Before each epoch and before each evaluation the memory must be emptied, or you read a mix of all epochs. Keras calls `reset_state()` for that. In old books the method has another name:

# %% tags=["raises-exception"]
keras.metrics.Mean().reset_states()

# %% [markdown]
# An error, good. But what if **you** write the old name in your own class? Nobody calls it, and nobody tells you. Here is a metric as an old book has it, which counts rows. It keeps its memory in a `tf.Variable` and empties it in `reset_states`. **Predict before you run:** three epochs on the same rows. What does it say?


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


judge.compile(loss="mae", metrics=[RowsSeen(name="rows")])
history = judge.fit(train_x, train_price, epochs=3, batch_size=256, verbose=0)
print("training rows:", len(train_x))
print("rows seen in each epoch:", [round(rows) for rows in history.history["rows"]])

# %% [markdown]
# The state **leaks** from epoch to epoch. Here you can see it, since you know how many rows there are. In an RMSE you would see a curve that falls too slowly, and admire how smooth it is.
#
# Why did `Overpriced` get by without any `reset_state`? Because the parent has one, and it sets **every variable that `add_weight` made to zero**. Two mistakes had to come together: a variable that Keras doesn't know, and a method that Keras doesn't call.
#
# So is a `reset_state` of your own ever needed? Yes, when the memory does not begin at zero. Think of the best of something: **predict before you run**, what does the parent's `reset_state` make of a memory that begins at 100?

# %%
memory = keras.metrics.Metric()
cheapest = memory.add_weight(initializer=keras.initializers.Constant(100.0))
memory.reset_state()
print("after the parent's reset_state:", float(cheapest))

# %% [markdown]
# Zero. The first epoch is right, and every later one is wrong.
#
# ### Your turn: `lowest_price`
#
# A network with a linear output may ask negative prices. The shop wants to be told. Write the class `LowestPrice`, a `keras.metrics.Metric`: the **lowest prediction** since the last reset.
#
# In a new epoch it starts anew. It works in `fit`, and `LowestPrice(name="…")` sets its name. It takes `sample_weight` and leaves it alone: a minimum has no shares.
#
# <details><summary>Hint</summary>With which number must a minimum begin, so that every price is below it? Who puts that number back?</details>
# <details><summary>Deeper hint</summary>Begin at infinity: <code>float("inf")</code>. <code>keras.ops.minimum</code> compares memory and batch, <code>keras.ops.min</code> looks through the batch, and <code>assign</code> (not <code>assign_add</code>) writes. Then a <code>reset_state</code> of your own; mind its spelling.</details>

# %% solution="lowest_price"
LowestPrice = ...
### BEGIN SOLUTION


class LowestPrice(keras.metrics.Metric):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.lowest = self.add_weight(initializer="zeros")
        self.reset_state()

    def update_state(self, y_true, y_pred, sample_weight=None):
        self.lowest.assign(keras.ops.minimum(self.lowest, keras.ops.min(y_pred)))

    def result(self):
        return keras.ops.convert_to_tensor(self.lowest)

    def reset_state(self):
        self.lowest.assign(float("inf"))


### END SOLUTION

# %% grade="lowest_price"
assert LowestPrice is not ..., "Exercise lowest_price: write the class in place of the dots."
assert issubclass(LowestPrice, keras.metrics.Metric), (
    "Exercise lowest_price: it derives from keras.metrics.Metric."
)
low = LowestPrice()
low.update_state(np.zeros((2, 1), "float32"), np.array([[4.0], [3.0]], "float32"))
assert np.isclose(low.result(), 3.0), (
    f"Exercise lowest_price: the lowest of 4 and 3 is 3, not {float(low.result()):g}."
)

# %% [markdown]
# ## A loss as a function
#
# So far you have only watched. Now the model is to **behave** differently. For our shop the two directions of an error are not alike. A stone that we price too low is not sold to us: a small pity. A stone that we price too high we own, and sell at a loss. Say that a dollar too much costs **three times** as much as a dollar too little.
#
# A loss is a function of `y_true` and `y_pred`, built of `keras.ops`, that returns **one value for each sample**:


# %%
def cautious(y_true, y_pred):
    """Absolute error in which a dollar too much counts three times; shapes (rows, k) give (rows,)."""
    too_much = keras.ops.maximum(y_pred - y_true, 0)
    too_little = keras.ops.maximum(y_true - y_pred, 0)
    return keras.ops.mean(3 * too_much + too_little, axis=-1)


print("a thousand too much:  ", np.array(cautious(truth, truth + 1)))
print("a thousand too little:", np.array(cautious(truth, truth - 1)))

# %% [markdown]
# Prediction minus truth is positive when we pay **too much**. Swap the two and the loss is a reckless one; it trains as happily. So do what this cell does: try one error in each direction before you train.
#
# Now the training. Same network, same data, another loss. **Predict before you run:** of 100 stones, how many will the cautious model overprice? The plain one (MAE) is at about 50.

# %%
careful = trained_pricer(cautious)
careful_prices = careful.predict(valid_x, verbose=0)
models = {"MAE": plain_prices, "cautious": careful_prices}
for name, prices in models.items():
    part = np.mean(prices > valid_price)
    print(f"{name:9} overprices about half: {0.4 < part < 0.7}, about a quarter: {0.15 < part < 0.35}")
cost = {name: float(np.mean(cautious(valid_price, prices))) for name, prices in models.items()}
print("cautious costs the shop at most nine tenths of MAE:", cost["cautious"] < 0.9 * cost["MAE"])

# %%
figure, axes = plt.subplots(figsize=(7, 3.5))
edges = np.linspace(-2, 2, 41)
for (name, prices), style in zip(models.items(), ["-", "--"], strict=True):
    axes.hist(
        (prices - valid_price).ravel(), edges, histtype="step", linestyle=style, linewidth=2, label=name
    )
axes.axvline(0, color="black", linewidth=1)
axes.set(
    xlabel="predicted minus true price, thousands of dollars", ylabel="stones", title="Who pays too much?"
)
axes.legend()
plt.show()

# %% [markdown]
# *Picture:* two histograms of the errors. The solid one (MAE) is about even on both sides of the line at 0. The dashed one (cautious) has moved to the left: most of its errors are below 0, and its right tail is thinner.
#
# We trained both from eight other seeds, too: of 100 stones the plain model overpriced 48 to 52, the cautious one 24 to 26, and its cost was a sixth to a quarter lower. Counted in the shop's own money it is the better model, although its errors are larger on average (look at the left tail). The cautious model gives up some accuracy to be on the safe side, and that is what the shop wanted. The theory is exact here: with weights 3 and 1 the best answer is the price that the stone exceeds in 3 of 4 cases, so about 1 in 4 is overpriced. (This is the *pinball* or *quantile* loss.)
#
# ### One value for each sample
#
# Why not average over everything, if Keras averages in the end anyway? Because Keras puts `sample_weight` **between** the two. Two stones, one priced right, one a thousand dollars too low. We weigh the second with 0. **Predict before you run:** what loss is left?


# %%
def averaged_too_early(y_true, y_pred):
    return keras.ops.mean(cautious(y_true, y_pred))


def weighed(loss):
    """Return the loss of two stones, of which the second has the weight 0."""
    echo = keras.Sequential([keras.Input((1,)), keras.layers.Activation("linear")])
    echo.compile(loss=loss)
    said, true = np.array([[2.0], [3.0]]), np.array([[2.0], [4.0]])
    return echo.evaluate(said, true, sample_weight=np.array([1.0, 0.0]), verbose=0)


print("one value for each sample:", weighed(cautious))
print("averaged too early:       ", weighed(averaged_too_early))

# %% [markdown]
# The stone that should not count, counts. The weights arrived too late: all that was left to weigh was one number.
#
# And the `if` that everybody writes first?


# %% tags=["raises-exception"]
def with_if(y_true, y_pred):
    if y_pred > y_true:
        return 3 * (y_pred - y_true)
    return y_true - y_pred


judge.compile(loss=with_if)
judge.fit(train_x, train_price, verbose=0)

# %% [markdown]
# **Using a symbolic tensor as a Python bool**: a batch has many samples, some above and some below, so there is no single yes or no. `keras.ops.where(condition, this, that)` and `keras.ops.maximum` decide for each sample.
#
# ### Your turn: `seller_loss`
#
# Across the street somebody **sells**. For her a price that is too **low** is the costly mistake, and large mistakes hurt more than proportionally. Complete `seller_loss`: the squared error, in which an underestimate counts **four times**. Predictions and truths come with shape `(rows, k)`; the answer has one value for each sample, the mean over the last axis, shape `(rows,)`.
#
# <details><summary>Hint</summary>When is a price too low: when prediction minus truth is positive, or when it is negative? Which factor does each sample get?</details>
# <details><summary>Deeper hint</summary><code>keras.ops.where(condition, 4.0, 1.0)</code> gives the factors. Multiply with the squares, then <code>keras.ops.mean(…, axis=-1)</code>. Square the error, not the factor.</details>


# %% solution="seller_loss"
def seller_loss(y_true, y_pred):
    """Squared error in which an underestimate counts four times; shapes (rows, k) give (rows,)."""
    ### BEGIN SOLUTION
    error = y_pred - y_true
    factor = keras.ops.where(error < 0, 4.0, 1.0)
    return keras.ops.mean(factor * keras.ops.square(error), axis=-1)
    ### END SOLUTION


# %% grade="seller_loss"
tried = seller_loss(keras.ops.ones((3, 1)), keras.ops.ones((3, 1)))
assert tried is not None, "Exercise seller_loss: the function returns nothing yet."
assert np.allclose(tried, 0), "Exercise seller_loss: a prediction without error costs nothing."

# %% [markdown]
# ## A loss as a class
#
# Three times? Five times? A number that you want to turn belongs into an argument, and a loss with arguments is a class. It derives from `keras.losses.Loss`, and its `call` is your function:


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


five = Cautious(factor=5.0)
print("settings:", five.get_config())
print("one number:", float(five(truth, truth + 1)))
print("weighed:", float(five(truth, truth + 1, sample_weight=np.array([1, 1, 0, 0]))))
print("not reduced:", np.array(Cautious(reduction=None)(truth, truth + 1)))

# %% [markdown]
# You write `call`, with one value for each sample. You call the **object**. In between stands the parent's `__call__`: it weighs the values and reduces them to one number. `sum_over_batch_size` says how: their sum, divided by the number of rows (of rows, not of weights: 2 · 5 / 4 = 2.5). Overwrite `__call__` instead of `call`, and you lose
# the weights. `**kwargs` and `get_config` are what they were in lesson 06: with them the loss comes back from a file.
#
# One difference between function and class bites without a sound. Hand over targets as `(rows,)` and predictions as `(rows, 1)`. **Predict before you run:** which of the two losses of a perfect prediction is 0?

# %%
print("column and column:", float(five(truth, truth)))
print("row and column:   ", float(five(truth.ravel(), truth)))

# %% [markdown]
# A row minus a column is a table of all pairs, 16 differences for 4 stones, and its mean is not 0. A model trained on it learns to say one and the same price for all stones. Keras lines the shapes up for plain functions in `compile`, and for its own losses; in the `call` of **your** class you are alone. So keep targets as columns, as we do.
#
# ### Your turn: `relative_error`
#
# A dealer thinks in percent: 500 dollars off is a catastrophe for a stone of 400 dollars and nothing for one of 15,000. Write the class `RelativeError`, a `keras.losses.Loss`: the absolute error **divided by the true price**. Tiny prices would blow it up, so a price below `floor` is divided by `floor` instead. It is made by `RelativeError(floor=0.5)`; without `floor`, the floor is `1.0`. With several columns, a sample's value is the mean over them. Keras weighs and reduces, so leave that to it; and the class can be made again from its own configuration.
#
# <details><summary>Hint</summary>Which of the two arguments of <code>call</code> is the true price, and what is the larger one of it and the floor?</details>
# <details><summary>Deeper hint</summary><code>keras.ops.maximum(y_true, self.floor)</code> is the divisor. <code>call</code> ends with a mean over the last axis, as in <code>Cautious</code>; <code>__init__</code> and <code>get_config</code> have the same bones as there.</details>

# %% solution="relative_error"
RelativeError = ...
### BEGIN SOLUTION


class RelativeError(keras.losses.Loss):
    def __init__(self, floor=1.0, **kwargs):
        super().__init__(**kwargs)
        self.floor = floor

    def call(self, y_true, y_pred):
        error = keras.ops.abs(y_pred - y_true) / keras.ops.maximum(y_true, self.floor)
        return keras.ops.mean(error, axis=-1)

    def get_config(self):
        return {**super().get_config(), "floor": self.floor}


### END SOLUTION

# %% grade="relative_error"
assert RelativeError is not ..., "Exercise relative_error: write the class in place of the dots."
assert issubclass(RelativeError, keras.losses.Loss), (
    "Exercise relative_error: it derives from keras.losses.Loss."
)
perfect = RelativeError(floor=0.5)(np.full((3, 1), 2.0), np.full((3, 1), 2.0))
assert np.isclose(perfect, 0), "Exercise relative_error: a prediction without error costs nothing."

# %% [markdown]
# ## Several outputs
#
# The shop now also wants to know the weight of a stone, from the same photograph. One network, two outputs, each with a name:


# %%
def new_appraiser():
    """Return a network with the outputs price and carat, not compiled."""
    inputs = keras.Input((7,))
    scale = keras.layers.Normalization(mean=train_x.mean(axis=0), variance=train_x.var(axis=0))
    hidden = keras.layers.Dense(32, activation="relu")(scale(inputs))
    outputs = {name: keras.layers.Dense(1, name=name)(hidden) for name in ["price", "carat"]}
    return keras.Model(inputs, outputs)


train_y = {"price": train_price, "carat": carat[:rows]}
valid_y = {"price": valid_price, "carat": carat[rows:]}
pair = new_appraiser()
print(pair.output_names)

# %% [markdown]
# Which of them does a list of metrics mean?

# %% tags=["raises-exception"]
pair.compile(loss={"price": "mae", "carat": "mse"}, metrics=["mae"])
pair.evaluate(valid_x, valid_y, verbose=0)

# %% [markdown]
# Keras refuses a flat list of one metric for two outputs, and not before it sees data: `compile` said nothing. **Predict before you run:** and a flat list of two?

# %%
pair.compile(loss={"price": "mae", "carat": "mse"}, metrics=["mae", "mse"])
logs = pair.evaluate(valid_x, valid_y, return_dict=True, verbose=0)
print([name for name in logs if "loss" not in name])

# %% [markdown]
# Worse: it is taken, in the order of the alphabet. We built the price first, and the first metric went to the **carat**. The error above told the way: a dict by the names of the outputs. An output may have several metrics, or none.
#
# **Predict before you run:** under which names do these metrics stand in the logs? And can an RMSE in thousands of dollars and one in carat be the same number?

# %%
ruler = keras.metrics.RootMeanSquaredError(name="rmse")
pair.compile(
    loss={"price": "mae", "carat": "mse"},
    optimizer=keras.optimizers.Adam(0.02),
    metrics={"price": [ruler, "mae"], "carat": ruler},
)
pair.fit(train_x, train_y, epochs=4, batch_size=128, verbose=0)
logs = pair.evaluate(valid_x, valid_y, return_dict=True, verbose=0)
print(sorted(logs))
print("the same number for price and carat:", logs["price_rmse"] == logs["carat_rmse"])

# %% [markdown]
# The names are clear: output, underscore, metric. The numbers are not: dollars and carat can't have the same RMSE to the last digit. We handed **one object** to both outputs. It has one memory, and both poured their errors into it. One metric object for each output:

# %%
pair.compile(
    loss={"price": "mae", "carat": "mse"},
    metrics={name: keras.metrics.RootMeanSquaredError(name="rmse") for name in ["price", "carat"]},
)
logs = pair.evaluate(valid_x, valid_y, return_dict=True, verbose=0)
for name, known in valid_y.items():
    print(f"{name}: below half of its spread: {logs[f'{name}_rmse'] < np.std(known) / 2}")

# %% [markdown]
# Both outputs are far better than always saying the mean, whose RMSE is the spread (the standard deviation).
#
# The same dicts work for losses: a name, a function of yours, an object of your class, whatever each output needs. A name that no output has is refused, as lesson 03 showed. A name that stands on the **wrong** output is not.
#
# ### Your turn: `two_outputs`
#
# Make `appraiser` with `new_appraiser()` and compile it. The **price** gets the loss `cautious` and the metric `Overpriced`; the **carat** gets the mean squared error as its loss and the mean absolute error as its metric. Both losses count alike. Then let it evaluate `valid_x` and `valid_y`, and keep what it says as `report`: a dict in which the metrics stand as `price_overpriced` and `carat_mae`. (No training: the numbers may be terrible.)
#
# <details><summary>Hint</summary>Two dicts for <code>compile</code>, both with the names of the outputs as keys. Classes go in as objects.</details>
# <details><summary>Deeper hint</summary><code>evaluate</code> gives a list unless you say <code>return_dict=True</code>. And a metric object without a name makes one up: ask for the name that you want.</details>

# %% solution="two_outputs"
appraiser = ...
report = ...
### BEGIN SOLUTION
appraiser = new_appraiser()
appraiser.compile(
    loss={"price": cautious, "carat": "mse"},
    metrics={"price": Overpriced(name="overpriced"), "carat": "mae"},
)
report = appraiser.evaluate(valid_x, valid_y, return_dict=True, verbose=0)
### END SOLUTION

# %% grade="two_outputs"
assert appraiser is not ..., (
    "Exercise two_outputs: make `appraiser` with new_appraiser() in place of the dots."
)
assert appraiser.compiled, (
    "Exercise two_outputs: compile `appraiser`, each output with its loss and its metric."
)
assert report is not ..., "Exercise two_outputs: keep what `evaluate` says as `report`."
assert isinstance(report, dict), (
    "Exercise two_outputs: `report` should be a dict, each number under its name."
)

# %% [markdown]
# ## What you have done
#
# In this lesson you have
#
# - seen a mean of roots pass for a root of a mean, and kept sums in a memory instead;
# - written metrics that weigh samples and start each epoch anew;
# - caught a state that leaks, an object shared by two outputs, and a metric that never got the weights;
# - written losses that know which mistake is dear, and seen a model change sides;
# - returned one value for each sample, so that weights can do their work;
# - read every number by its name.
#
# In lesson 08 callbacks read these names: to stop, to save, to slow down. In lesson 14 you will call `update_state` yourself.
#
# **Where the ideas come from.** Documentation: [metrics](https://keras.io/api/metrics/), [base class of metrics](https://keras.io/api/metrics/base_metric/), [losses](https://keras.io/api/losses/), [training and evaluation](https://keras.io/guides/training_with_built_in_methods/). The loss that leads to a quantile: R. Koenker and G. Bassett, *Regression Quantiles*, 1978.

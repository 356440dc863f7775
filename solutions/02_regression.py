# %% [markdown]
# # 02 · Regression: the price of a diamond
#
# A classifier gives a class. A **regressor** gives a number: a price, a
# temperature, an age. In this lesson the number is the price of a diamond.
#
# In this lesson you
#
# - *split* a table into training, validation and test rows, and say what each
#   part is for;
# - *measure* errors with MSE, RMSE and MAE, and compare them with a baseline;
# - *normalize* features with `StandardScaler` and with a `Normalization`
#   layer, without leakage;
# - *build* a network with one linear output;
# - *choose* a learning rate by its curve, and test once.
#
# **Before you start:** lesson 01 (`Sequential`, `compile`, `fit`, learning
# curves).
#
# **Time:** 75 minutes.

# %%
import coursework

DATA = coursework.setup(seed=2)

import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

# %% [markdown]
# ## The diamonds
#
# Each row is one cut diamond. `carat` is its weight (one carat is 0.2 g).
# `cut`, `color` and `clarity` are grades that an expert gave it. `depth` and
# `table` describe its shape, in percent. The price is in US dollars.
#
# First the table is cleaned. Some rows stand in it twice. A copy of a training
# row among the test rows would make the test too easy, so the copies are
# dropped. The columns `x`, `y` and `z`, the sizes in millimeters, repeat what
# the weight says, and hold typing errors: one stone is 58.9 mm wide. They are
# dropped, too. Then every fourth stone is kept, which is enough.

# %%
diamonds = pd.read_csv(DATA / "diamonds" / "diamonds.csv.gz")
diamonds = diamonds.drop_duplicates().drop(columns=["x", "y", "z"])
diamonds = diamonds.iloc[::4].reset_index(drop=True)
print(diamonds.shape)
diamonds.head(3)

# %% [markdown]
# Three columns are words, and a network takes numbers. Grades have an
# *order*: an *Ideal* cut is better than a *Good* one. So each grade becomes
# its place in that order, 0 for the worst. The price becomes *thousands of
# dollars*: a target of 4 is easier to learn than one of 4,000, because a new
# network gives outputs near zero.

# %%
grade_names = {
    "cut": ["Fair", "Good", "Very Good", "Premium", "Ideal"],
    "color": ["J", "I", "H", "G", "F", "E", "D"],
    "clarity": ["I1", "SI2", "SI1", "VS2", "VS1", "VVS2", "VVS1", "IF"],
}
for column, grades in grade_names.items():
    diamonds[column] = diamonds[column].map(grades.index)
diamonds["price"] = diamonds["price"] / 1000
diamonds.head(3)

# %% [markdown]
# ## Shuffle, then split
#
# The rows are split into three parts, and each part has one purpose:
#
# | part | share | purpose |
# |:---|---:|:---|
# | **training** | 60 % | the only rows that anything is learned from |
# | **validation** | 20 % | to compare and choose: learning rate, layers, epochs |
# | **test** | 20 % | used once, at the end, to judge what was chosen |
#
# The quick way takes the first 60 % of the table, then 20 %, then 20 %.
# **Predict before you run:** what could go wrong?

# %%
last_fifth = int(0.8 * len(diamonds))
plt.figure(figsize=(7, 3))
plt.plot(diamonds["price"], ".", markersize=1, color="tab:blue")
plt.axvline(last_fifth, color="black", linestyle="--")
plt.text(last_fifth, 17, " the last fifth")
plt.xlabel("row in the table")
plt.ylabel("price, thousands of $")
plt.show()
highest = diamonds["price"][last_fifth:].max()
print(f"highest price in the last fifth: {highest:.3f}")

# %% [markdown]
# *Picture:* one dot for each diamond, its row across and its price upwards.
# The dots form curves: one rises from 2.7 to above 18 in the first half of the
# table and ends there, others lie at the bottom, and one of them rises to 2.8
# at the end. A dashed line marks where the last fifth starts; no dot behind it
# is above 2.8.
#
# The table is *sorted by price, in several pieces*. The last fifth holds no
# stone above 2,757 dollars, and the rest goes beyond 18,000. A score on such a
# test set says nothing about expensive stones, and there is no warning.
#
# So shuffle first, then cut. `train_test_split` does both. It cuts in two, so
# it is called twice: first 20 % are cut off for the test, then a quarter of
# the other 80 %, which is 20 % of all.

# %%
feature_names = ["carat", "cut", "color", "clarity", "depth", "table"]
features = diamonds[feature_names].to_numpy("float32")
prices = diamonds["price"].to_numpy("float32")

# %%
x_rest, x_test, y_rest, y_test = train_test_split(
    features,
    prices,
    test_size=0.20,
    random_state=11,
)
x_train, x_valid, y_train, y_valid = train_test_split(
    x_rest,
    y_rest,
    test_size=0.25,
    random_state=11,
)

# %%
print(f"training:   {x_train.shape}, mean price {y_train.mean():.1f}")
print(f"validation: {x_valid.shape}, mean price {y_valid.mean():.1f}")
print(f"test:       {x_test.shape}, mean price {y_test.mean():.1f}")

# %% [markdown]
# Now the three parts are alike: their mean prices agree to about 100 dollars.
#
# ### Exercise `split_blocks`
#
# Another table describes 14,064 blocks of homes in California. Its rows go
# from city to city, so neighbors stand together. Split its **row numbers**, 0
# to 14,063, into three flat NumPy arrays: `train_rows` (60 %), `valid_rows`
# (20 %) and `test_rows` (20 %). Every row number stands in exactly one part,
# and each part is drawn at random from the whole table.
#
# <details><summary>Hint</summary>Shuffle the row numbers first, then cut. Any
# way of shuffling will do.</details>
# <details><summary>Deeper hint</summary><code>train_test_split</code> takes a
# single array, too, and then gives two back. Or take
# <code>np.random.default_rng(1).permutation(…)</code> and slices. What is 20 %
# of all, as a share of 80 %?</details>

# %% solution="split_blocks"
row_numbers = np.arange(14064)
train_rows = ...
valid_rows = ...
test_rows = ...
### BEGIN SOLUTION
rest_rows, test_rows = train_test_split(row_numbers, test_size=0.20)
train_rows, valid_rows = train_test_split(rest_rows, test_size=0.25)
### END SOLUTION

# %% grade="split_blocks"
where = "Exercise split_blocks: "
parts = {"train": train_rows, "valid": valid_rows, "test": test_rows}
for name, rows in parts.items():
    assert rows is not ..., where + f"set {name}_rows."
    assert np.ndim(rows) == 1, where + f"{name}_rows is not flat."
total = sum(len(rows) for rows in parts.values())
found = f"the parts hold {total} row numbers, the table has 14064."
assert total == 14064, where + found
print("The visible check of split_blocks passed.")

# %% [markdown]
# ## Baseline first
#
# Is "off by 900 dollars" good? You can't tell until you know how far off a
# simple guess is. So before any network comes a **baseline**: a simple answer
# that every model has to beat. The simplest gives the same price for each
# stone.
#
# To compare, you need a measure. Let an error be *predicted − true*. Three
# measures are common: **MSE** (mean squared error), **RMSE** (its root) and
# **MAE** (mean absolute error).
#
# $$\text{MSE} = \frac{1}{n}\sum_i (\hat y_i - y_i)^2$$
#
# $$\text{RMSE} = \sqrt{\text{MSE}} \qquad \text{MAE} = \frac{1}{n}\sum_i |\hat y_i - y_i|$$
#
# The same in numbers. Three stones cost 1, 2 and 6 thousand, and each is
# predicted as 2. The errors are 1, 0 and −4:
#
# - MSE = (1 + 0 + 16) / 3 = 5.67. Its unit is *squared* thousands of dollars,
#   which is hard to imagine;
# - RMSE = √5.67 = 2.38 thousand dollars: in the unit of the price again, and
#   the one large error weighs most;
# - MAE = (1 + 0 + 4) / 3 = 1.67 thousand dollars: the average size of an
#   error.
#
# **Predict before you run:** most stones are cheap, a few cost very much.
# Which constant has the smaller RMSE on the training rows, the mean price or
# the median? And which the smaller MAE?

# %%
constants = {"mean": y_train.mean(), "median": np.median(y_train)}
for name, constant in constants.items():
    error = constant - y_train
    rmse = np.sqrt(np.mean(error**2))
    mae = np.mean(np.abs(error))
    print(f"{name:6}  RMSE {rmse:.2f}   MAE {mae:.2f}")

# %% [markdown]
# Each wins once. The mean is the constant with the least squared error, the
# median the one with the least absolute error. *The measure decides which
# model is better*, so choose the measure before you compare models.
#
# One mistake is easy here. Keras predicts a *column*, of shape `(n, 1)`, and
# the true prices are a flat array, of shape `(n,)`. **Predict before you
# run:** what is the shape of their difference, for three stones?

# %%
true = np.array([1.0, 2.0, 6.0])
column_of_three = np.array([[1.0], [2.0], [6.0]])
difference = column_of_three - true
print("perfect predictions, of shape", column_of_three.shape)
print("their difference from the true prices has shape", difference.shape)
print(f"its mean square is {np.mean(difference**2):.2f}")

# %% [markdown]
# Perfect predictions, and an error of 9.33. NumPy subtracts *every pair*
# (this is called *broadcasting*). Make both flat first: `predicted.ravel()`.
#
# ### Exercise `measure_errors`
#
# 1. Complete the function `errors(true, predicted)`. It returns a dict with
#    the keys `"mse"`, `"rmse"` and `"mae"`, and a number for each. `true` has
#    the shape `(n,)`; `predicted` may have the shape `(n,)` or `(n, 1)`, and
#    both give the same result.
# 2. Set `baseline_price` to the constant, in thousands of dollars, that has
#    the least **squared** error on the training rows.
#
# <details><summary>Hint</summary>Write the error first, flat, then the three
# lines. For the constant, read the first output of this section
# again.</details>
# <details><summary>Deeper
# hint</summary><code>np.asarray(predicted).ravel()</code> is flat whatever
# comes in. Take the mean of the squares for the MSE, its root for the RMSE,
# and the mean of <em>absolute</em> errors for the MAE: without the absolute
# value, positive and negative errors cancel.</details>


# %% solution="measure_errors"
def errors(true, predicted):
    """Return MSE, RMSE and MAE of predictions, in a dict."""
    ### BEGIN SOLUTION
    error = np.asarray(predicted).ravel() - np.asarray(true).ravel()
    mse = np.mean(error**2)
    return {"mse": mse, "rmse": np.sqrt(mse), "mae": np.mean(np.abs(error))}
    ### END SOLUTION


baseline_price = ...
### BEGIN SOLUTION
baseline_price = y_train.mean()
### END SOLUTION

# %% grade="measure_errors"
where = "Exercise measure_errors: "
measured = errors(np.array([1.0, 2.0, 6.0]), np.array([2.0, 2.0, 2.0]))
assert measured is not None, where + "errors returns nothing yet."
kind = type(measured).__name__
assert isinstance(measured, dict), where + f"a dict is asked for, not {kind}."
keys = sorted(measured)
assert keys == ["mae", "mse", "rmse"], where + f"the dict has the keys {keys}."
for name, value in measured.items():
    assert np.size(value) == 1, where + f"{name} is not one number."
near = abs(float(measured["mse"]) - 17 / 3) < 1e-3
assert near, where + "compare your MSE with the three stones above."
assert baseline_price is not ..., where + "set baseline_price."
assert np.size(baseline_price) == 1, where + "baseline_price is one number."
print("The visible check of measure_errors passed.")

# %% [markdown]
# ## A straight line is a baseline too
#
# The second baseline is a **linear model**: the price is a weighted sum of the
# features plus a constant. It has no layers and no epochs; its weights are
# computed in one step.

# %%
line = LinearRegression().fit(x_train, y_train)
line_rmse = np.sqrt(np.mean((line.predict(x_valid) - y_valid) ** 2))
mean_rmse = np.sqrt(np.mean((y_train.mean() - y_valid) ** 2))
print(f"mean price:    validation RMSE {mean_rmse:.2f}")
print(f"straight line: validation RMSE {line_rmse:.2f}")

# %% [markdown]
# The straight line is off by about 1.2 thousand dollars, the mean price by
# about 4. A network is worth its trouble when it beats *1.2*. Without these
# baselines an RMSE of 1.5 would have looked good.
#
# ## Features on one scale
#
# **Predict before you run:** which feature has the largest **standard
# deviation** (the usual distance from the mean), and which the smallest?

# %%
table = pd.DataFrame(x_train, columns=feature_names).astype("float64")
table.agg(["mean", "std"]).round(1)

# %% [markdown]
# `depth` is about 62 and `carat` about 0.8. A new network has small random
# weights, so `depth` decides its outputs, though the price depends on `carat`
# most. The remedy is **normalization** (also called *standardization*): every
# column gets mean 0 and standard deviation 1.
#
# $$z = \frac{x - \text{mean}}{\text{standard deviation}}$$
#
# In numbers: with a mean of 0.8 carat and a standard deviation of 0.5 carat, a
# stone of 1.8 carat becomes (1.8 − 0.8) / 0.5 = 2.0: two standard deviations
# above the mean.
#
# scikit-learn's `StandardScaler` has two steps. `fit` *learns* mean and
# standard deviation, `transform` *applies* them; `fit_transform` does both.
# Here are the heavy stones of the validation rows, above 2 carat. **Predict
# before you run:** what should their mean weight become, about 0 or far above
# 0?

# %%
heavy = x_valid[x_valid[:, 0] > 2][:, :1]
scaler = StandardScaler()
scaler.fit(x_train[:, :1])
once = scaler.transform(heavy).mean()
twice = StandardScaler().fit_transform(heavy).mean()
print(f"fitted on the training rows: heavy stones have the mean {once:.1f}")
print(f"fitted again, on themselves: {abs(twice):.1f}")

# %% [markdown]
# Fitted a second time, on the heavy stones alone, the scaler makes them
# *average*, and the network, which was trained with the first scale, would
# give a huge stone an ordinary price. So: **fit once, on the training rows;
# transform everything else.**
#
# Why not fit on all rows, to know mean and standard deviation better? Because
# then the test rows have a part in the training inputs. That is **leakage**:
# information from rows that should be unseen gets into the training. Here is a
# way to find it: multiply the test rows by ten. If the *training inputs*
# change, something leaked.

# %%
all_rows = np.concatenate([x_train, x_valid, x_test])
changed_rows = np.concatenate([x_train, x_valid, 10 * x_test])

before = StandardScaler().fit(all_rows).transform(x_train)
after = StandardScaler().fit(changed_rows).transform(x_train)
change = np.abs(after - before).max()
print(f"fitted on all rows: training inputs change by up to {change:.1f}")

before = StandardScaler().fit(x_train).transform(x_train)
after = StandardScaler().fit(x_train).transform(x_train)
change = np.abs(after - before).max()
print(f"fitted on training rows: by up to {change:.1f}")

# %% [markdown]
# Without the factor ten, and with thousands of similar rows, the harm is
# small. With few rows, with a test set from next year, or with a step that
# looks at the *target*, leakage makes a score look better than the model is.
# The rule costs nothing, so keep it always.
#
# ### Exercise `scale_once`
#
# Normalize all six features of the three parts, by the mean and standard
# deviation of the **training rows alone**: make the arrays `train_scaled`,
# `valid_scaled` and `test_scaled` from `x_train`, `x_valid` and `x_test`.
#
# <details><summary>Hint</summary>One scaler. How many times may it be fitted,
# and on what?</details>
# <details><summary>Deeper hint</summary>Count the calls: <code>fit</code>
# once, <code>transform</code> three times. If you write
# <code>fit_transform</code>, it may stand in one line only.</details>

# %% solution="scale_once"
train_scaled = ...
valid_scaled = ...
test_scaled = ...
### BEGIN SOLUTION
fitted = StandardScaler().fit(x_train)
train_scaled = fitted.transform(x_train)
valid_scaled = fitted.transform(x_valid)
test_scaled = fitted.transform(x_test)
### END SOLUTION

# %% grade="scale_once"
where = "Exercise scale_once: "
parts = {"train": train_scaled, "valid": valid_scaled, "test": test_scaled}
shapes = {"train": (8069, 6), "valid": (2690, 6), "test": (2690, 6)}
for name, scaled in parts.items():
    assert scaled is not ..., where + f"set {name}_scaled."
    found = f"{name}_scaled has the shape {np.shape(scaled)}, "
    asked = f"not {shapes[name]}."
    assert np.shape(scaled) == shapes[name], where + found + asked
print("The visible check of scale_once passed.")

# %% [markdown]
# ## A layer that carries the scale
#
# A scaler is outside the model. Whoever uses the model next month must have
# that very scaler, too. A *`Normalization` layer* does the same computation
# *inside* the model, so the two stay together. Its `adapt` is what `fit` is
# for a scaler: it learns the mean and variance of each column.

# %%
normalization = keras.layers.Normalization()
normalization.adapt(x_train)
by_layer = keras.ops.convert_to_numpy(normalization(x_valid))
by_scaler = StandardScaler().fit(x_train).transform(x_valid)
print("same as StandardScaler:", np.allclose(by_layer, by_scaler, atol=0.01))
for weight in normalization.weights:
    print(weight.name, weight.shape)

# %% [markdown]
# It keeps six means, six variances and one count. What if you forget `adapt`?
# **Predict before you run:** an error, zeros, or something else?

# %%
never_adapted = keras.layers.Normalization()
passed = keras.ops.convert_to_numpy(never_adapted(x_train[:3]))
print("carat of three stones, raw:", x_train[:3, 0].round(2))
print("through the layer:         ", passed[:, 0].round(2))

# %% [markdown]
# Nothing happens, and there is no error. A layer that was never adapted has
# mean 0 and variance 1, and passes everything on unchanged. When a model with
# `Normalization` learns badly, look at this first.
#
# ## One linear output
#
# A regressor ends in an *output layer of one unit without an activation*;
# Keras calls that *linear*. Why without? The layer computes a weighted sum,
# and an activation changes it. Here are four sums, and what three activations
# make of them. **Predict before you run:** which activation can give "7
# thousand dollars", and which "−2" (a stone that is 2 thousand *cheaper* than
# last year)?

# %%
sums = np.array([-2.0, 0.5, 1.0, 7.0], "float32")
for name in ["linear", "relu", "sigmoid"]:
    activation = keras.activations.get(name)
    values = keras.ops.convert_to_numpy(activation(sums))
    print(f"{name:8}", values.round(1))

# %% [markdown]
# Only the linear output can give every number. A `sigmoid` never gives more
# than 1: no diamond could cost more than 1,000 dollars. A `relu` never gives
# less than 0. Prices are not negative, so it may seem to fit; but a unit whose
# sum is below 0 for every stone has a gradient of 0, and learns no more.
# Inside the network an activation such as `relu` is needed: without one, all
# layers together make one straight line.
#
# ### Exercise `build_regressor`
#
# Build `regressor`, a `Sequential` model (or a functional one, lesson 03) that
# takes the six **raw** features of a diamond, in one input, and gives its
# price in thousands of dollars:
#
# - a `Normalization` layer, adapted to the training rows alone, through which
#   all features pass;
# - behind it at least one hidden `Dense` layer; each hidden layer has an
#   activation (one or two layers of 16 to 64 units are enough);
# - one linear output: one number for each stone.
#
# You don't need to compile or train it.
#
# <details><summary>Hint</summary>Three things in order: the input with its
# shape, the normalization, the layers. The normalization must be adapted
# before you use it.</details>
# <details><summary>Deeper hint</summary>Make the <code>Normalization</code>
# layer on a line of its own, adapt it, then put that same object into the
# model, behind <code>keras.Input(shape=…)</code>. How many numbers does the
# model give for one stone?</details>

# %% solution="build_regressor"
regressor = ...
### BEGIN SOLUTION
scale = keras.layers.Normalization()
scale.adapt(x_train)
regressor = keras.Sequential(
    [
        keras.Input(shape=(6,)),
        scale,
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1),
    ]
)
### END SOLUTION

# %% grade="build_regressor"
where = "Exercise build_regressor: "
assert regressor is not ..., where + "replace the dots by a model."
assert isinstance(regressor, keras.Model), where + "this is no Keras model."
shape = tuple(regressor(x_train[:5]).shape)
found = f"for five stones the output has the shape {shape}, not (5, 1)."
assert shape in [(5, 1), (5,)], where + found
print("The visible check of build_regressor passed.")

# %% [markdown]
# ## The learning rate
#
# Now a network is trained. It has a normalization, two hidden layers and one
# linear output.

# %% tags=["demonstration"]
keras.utils.set_random_seed(3)
network = keras.Sequential(
    [
        keras.Input(shape=(6,)),
        normalization,
        keras.layers.Dense(32, activation="relu", name="hidden_1"),
        keras.layers.Dense(32, activation="relu", name="hidden_2"),
        keras.layers.Dense(1, name="price"),
    ]
)

# %% [markdown]
# The loss is the MSE: it is smooth, and its gradient grows with the error.
# RMSE and MAE are metrics, because people can read those. The optimizer is
# plain gradient descent, *`SGD`*: in each step every weight moves against
# its gradient by *learning rate × gradient*. So the **learning rate** makes
# all steps larger or smaller.

# %% tags=["demonstration"]
network.compile(
    loss="mse",
    optimizer=keras.optimizers.SGD(learning_rate=0.01),
    metrics=[keras.metrics.RootMeanSquaredError(name="rmse"), "mae"],
)

# %% [markdown]
# `validation_data` names rows on which the network is measured after each
# epoch; it never learns from them. `verbose=2` prints a line for each epoch:

# %% tags=["demonstration", "tolerance-20%"]
history = network.fit(
    x_train,
    y_train,
    epochs=5,
    batch_size=64,
    validation_data=(x_valid, y_valid),
    verbose=2,
)

# %% [markdown]
# `loss`, `mae` and `rmse` are measured on the training rows during the epoch,
# those with `val_` on the validation rows at its end. The validation RMSE ends
# at about 0.82, where the straight line has 1.23.
#
# Is 0.01 a good learning rate? Compare three. Two functions spare us three
# copies of the code: the first makes a new network, the second trains one and
# returns it with its history.


# %%
def make_network():
    """Return a new, untrained network that takes the six raw features."""
    scale = keras.layers.Normalization()
    scale.adapt(x_train)
    return keras.Sequential(
        [
            keras.Input(shape=(6,)),
            scale,
            keras.layers.Dense(32, activation="relu"),
            keras.layers.Dense(32, activation="relu"),
            keras.layers.Dense(1),
        ]
    )


# %%
def trained_with(learning_rate):
    """Return a network that was trained for five epochs, and its history."""
    model = make_network()
    optimizer = keras.optimizers.SGD(learning_rate=learning_rate)
    rmse = keras.metrics.RootMeanSquaredError(name="rmse")
    model.compile(loss="mse", optimizer=optimizer, metrics=[rmse, "mae"])
    history = model.fit(
        x_train,
        y_train,
        epochs=5,
        batch_size=64,
        validation_data=(x_valid, y_valid),
        verbose=0,
    )
    return model, history


# %% [markdown]
# The three rates are 0.0001, 0.01 and 2.0. **Predict before you run:** sketch
# the three curves of the validation RMSE over five epochs.

# %% tags=["demonstration", "tolerance-20%"]
models, curves = {}, {}
for rate in [0.0001, 0.01, 2.0]:
    keras.utils.set_random_seed(3)
    models[rate], history = trained_with(learning_rate=rate)
    curves[rate] = history.history["val_rmse"]
    print(f"{rate}: validation RMSE {curves[rate][-1]:.2f}")
print(f"straight line: {line_rmse:.2f}")

# %% tags=["demonstration"]
plt.figure(figsize=(7, 3.5))
for rate, marker in [(0.0001, "s"), (0.01, "o"), (2.0, "^")]:
    label = f"learning rate {rate}"
    plt.plot(range(1, 6), curves[rate], marker=marker, label=label)
plt.axhline(line_rmse, color="black", linestyle="--", label="straight line")
plt.xticks(range(1, 6))
plt.xlabel("epoch")
plt.ylabel("validation RMSE, thousands of $")
plt.legend()
plt.show()

# %% [markdown]
# *Picture:* validation RMSE over five epochs. The line with squares (rate
# 0.0001) comes down slowly and stays above the dashed line of the baseline.
# The line with circles (0.01) starts below the baseline and goes on falling
# gently. There is no line with triangles.
#
# - **Too small (0.0001):** the steps go the right way, and each is tiny. After
#   five epochs the network is still worse than the straight line. A curve that
#   falls steadily and is still falling at the end asks for a larger rate.
# - **Right (0.01):** a fast fall in the first epoch, before the first circle,
#   then a gentle one, well below the baseline.
# - **Too large (2.0):** each step goes too far and ends higher on the other
#   side. The loss grows past what a `float32` can hold and becomes `nan`, *not
#   a number*, which no plot can draw. A loss that jumps up and down or becomes
#   `nan` asks for a smaller rate.
#
# First try rates that differ by a factor of ten, 0.1, 0.01, 0.001; refine only
# then.
#
# Older books write `lr=`. That raises an error; the argument is called
# `learning_rate`:

# %% tags=["raises-exception"]
# %xmode Minimal
keras.optimizers.SGD(lr=0.01)

# %% [markdown]
# ### Exercise `train_regressor`
#
# Train a network that beats the straight line clearly: its RMSE on diamonds
# that you never saw must be **at most 1.0**, which is 1,000 dollars.
#
# - Make a new network with `make_network()`, and keep it in `trained`.
# - Compile it with MSE as the loss, RMSE and MAE as metrics, and an optimizer
#   with a learning rate of your choice.
# - Fit it on the **training rows** for at most 10 epochs, with a batch size of
#   16, 32, 64 or 128 (32 if you name none). The validation rows are its
#   `validation_data`.
# - Keep what `fit` returns in `trained_history`, and don't train further after
#   it.
#
# <details><summary>Hint</summary>Plain <code>SGD</code> and <code>Adam</code>
# can both do it, with different rates. Read the curve of your first try: is
# the rate too small or too large?</details>
# <details><summary>Deeper hint</summary>The function <code>trained_with</code>
# above shows every part but the choice. Which of its three rates won?
# <code>Adam</code> adjusts the steps of each weight by itself: try 0.01 and
# 0.001. If the last <code>val_rmse</code> stays above 0.95, train longer, or
# take another seed.</details>

# %% solution="train_regressor"
trained = ...
trained_history = ...
### BEGIN SOLUTION
trained = make_network()
trained.compile(
    loss="mse",
    optimizer=keras.optimizers.Adam(learning_rate=0.01),
    metrics=[keras.metrics.RootMeanSquaredError(), "mae"],
)
trained_history = trained.fit(
    x_train,
    y_train,
    epochs=4,
    validation_data=(x_valid, y_valid),
    verbose=0,
)
### END SOLUTION

# %% grade="train_regressor"
where = "Exercise train_regressor: "
assert trained is not ..., where + "replace the dots by a network."
assert isinstance(trained, keras.Model), where + "trained is no Keras model."
assert trained_history is not ..., where + "keep what fit returns."
is_history = hasattr(trained_history, "history")
assert is_history, where + "trained_history is not what fit returns."
epochs = len(trained_history.epoch)
assert epochs <= 10, where + f"at most 10 epochs, not {epochs}."
measures = list(trained_history.history)
watched = f"no val_loss among {measures}: name the validation rows."
assert "val_loss" in measures, where + watched
print("The visible check of train_regressor passed.")

# %% [markdown]
# ## Look at the errors, then test once
#
# A single number hides *where* a model is wrong. So draw its errors on the
# validation rows: these are the **residuals**, predicted − true. **Predict
# before you run:** for which stones is the network off by most, cheap or
# expensive ones?

# %% tags=["demonstration"]
best = models[0.01]
residuals = best.predict(x_valid, verbose=0).ravel() - y_valid
plt.figure(figsize=(7, 3))
plt.plot(y_valid, residuals, ".", markersize=2)
plt.axhline(0, color="black", linestyle="--")
plt.xlabel("true price, thousands of $")
plt.ylabel("predicted − true")
plt.show()

# %% [markdown]
# *Picture:* one dot for each validation stone, the true price across, the
# residual upwards. The cloud is narrow and near zero at the left, opens to the
# right like a fan, and is below zero at its far end.

# %% tags=["demonstration", "tolerance-20%"]
expensive = y_valid >= 5
print(f"MAE below $5,000: {np.abs(residuals[~expensive]).mean():.2f}")
print(f"MAE from $5,000:  {np.abs(residuals[expensive]).mean():.2f}")

# %% [markdown]
# The errors grow with the price: the MAE is about 0.3 for cheap stones and
# about 1.0 for expensive ones. That is why RMSE and MAE differ: the few large
# errors weigh more in the RMSE. For the most expensive stones the network predicts
# too little. It has seen few of them, and may need more epochs.
#
# The choice is made: the rate 0.01, by the validation rows. Only now the test
# rows are used, *once*, for the network that was chosen.

# %% tags=["demonstration", "tolerance-20%"]
scores = best.evaluate(x_test, y_test, return_dict=True, verbose=0)
print(f"test RMSE {scores['rmse']:.2f}, MAE {scores['mae']:.2f}")

# %% [markdown]
# The test RMSE is about 0.77, near the 0.82 of the validation rows. The MAE is
# about 0.47: on average the network is off by 470 dollars. These are the
# numbers to report.
#
# Why once? Suppose you try ten networks on the test rows and keep the best.
# Some of them were lucky on exactly these rows, and you take the luckiest. Its
# score is better than the network: you *chose by* the test rows, so they
# became validation rows, and none are left to test with.
#
# ### Exercise `choose_then_test`
#
# Three models, `abacus`, `balance` and `compass`, predicted the prices of the
# same six validation stones, and later of six test stones. Your shop cares
# about **RMSE**, since one huge error can ruin it. Set `chosen` to the name of
# the model that you take (a string), and `promise` to the RMSE, in thousands
# of dollars, that you may honestly promise for it. You may round it to two
# decimals.
#
# <details><summary>Hint</summary>Which rows are there to choose, and which to
# judge the choice?</details>
# <details><summary>Deeper hint</summary>Compute three RMSE values, on one of
# the two sets. Choose. Then compute a single RMSE on the other set. Don't look
# at the other two there.</details>

# %%
valid_true = np.array([1.0, 2.0, 3.0, 5.0, 8.0, 12.0])
valid_predicted = {
    "abacus": np.array([1.1, 2.1, 2.9, 5.1, 8.1, 8.8]),
    "balance": np.array([1.7, 1.4, 3.8, 4.3, 8.6, 11.2]),
    "compass": np.array([2.1, 1.1, 4.0, 4.1, 9.1, 12.9]),
}
test_true = np.array([1.5, 2.5, 3.5, 4.5, 9.0, 13.0])
test_predicted = {
    "abacus": np.array([1.3, 2.7, 3.3, 4.8, 8.7, 9.4]),
    "balance": np.array([2.4, 1.7, 4.7, 3.6, 9.8, 14.1]),
    "compass": np.array([2.1, 2.0, 4.2, 4.0, 9.4, 12.3]),
}

# %% solution="choose_then_test"
chosen = ...
promise = ...


### BEGIN SOLUTION
def rmse_of(predicted, true):
    return np.sqrt(np.mean((predicted - true) ** 2))


valid_rmse = {}
for name, predicted in valid_predicted.items():
    valid_rmse[name] = rmse_of(predicted, valid_true)
chosen = min(valid_rmse, key=valid_rmse.get)
promise = rmse_of(test_predicted[chosen], test_true)
### END SOLUTION

# %% grade="choose_then_test"
where = "Exercise choose_then_test: "
assert chosen is not ..., where + "replace the dots by a model's name."
named = f"{chosen!r} is none of {sorted(valid_predicted)}."
assert chosen in valid_predicted, where + named
assert promise is not ..., where + "what RMSE do you promise?"
assert np.size(promise) == 1, where + "promise is one number."
assert float(np.ravel(promise)[0]) > 0, where + "an RMSE is above 0."
print("The visible check of choose_then_test passed.")

# %% [markdown]
# ## The same recipe for a yes or no
#
# What changes when the question is not *how much* but *yes or no*? Here are
# the California blocks: eight features, and whether the homes there are worth
# much. (Books predict their *price*, from a table that Keras loads with a
# network. The yes or no is what can be had without one.)
#
# ```python
# keras.datasets.california_housing.load_data()
# ```
#
# **Predict before you run:** which parts of the recipe stay, and which two
# change?

# %%
blocks = pd.read_csv(DATA / "california" / "california.csv.gz")
blocks = blocks.sample(6000, random_state=3)
block_features = blocks.drop(columns="high_value").to_numpy("float32")
high_value = blocks["high_value"].to_numpy("float32")
blocks_train, blocks_valid, high_train, high_valid = train_test_split(
    block_features,
    high_value,
    test_size=0.25,
    random_state=3,
)
share = high_valid.mean()
print(
    f"baseline, the more frequent answer: accuracy {max(share, 1 - share):.2f}"
)

# %% tags=["demonstration"]
keras.utils.set_random_seed(3)
block_normalization = keras.layers.Normalization()
block_normalization.adapt(blocks_train)
classifier = keras.Sequential(
    [
        keras.Input(shape=(8,)),
        block_normalization,
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)

# %% tags=["demonstration", "tolerance-0.03"]
classifier.compile(
    loss="binary_crossentropy",
    optimizer=keras.optimizers.Adam(learning_rate=0.01),
    metrics=["accuracy"],
)
classifier.fit(blocks_train, high_train, epochs=5, batch_size=64, verbose=0)
loss, accuracy = classifier.evaluate(blocks_valid, high_valid, verbose=0)
print(f"validation accuracy {accuracy:.2f}")

# %% [markdown]
# The accuracy is 0.85, where the baseline has 0.59. Split, baseline,
# normalization, learning rate: all stay. The *output layer* changes: one unit
# with a `sigmoid`, whose output between 0 and 1 is a probability. The **loss**
# changes with it: binary cross-entropy. The two are a pair: linear with MSE,
# sigmoid with binary cross-entropy, and, as in lesson 01, softmax with
# categorical cross-entropy.
#
# ## What you have done
#
# In this lesson you have
#
# - shuffled a sorted table, split it in three, and given each part one
#   purpose;
# - measured baselines first, with MSE, RMSE and MAE, on flat arrays;
# - normalized by what the training rows teach, with `StandardScaler` and with
#   an adapted `Normalization` layer;
# - built a regressor with one linear output;
# - read three learning rates from their curves, and used the test rows once.
#
# In lesson 03 a network is no longer a single stack of layers.
#
# ## Going further
#
# - The residuals grow with the price. What happens if the network predicts the
#   logarithm of the price instead, and which of RMSE and MAE gets better? Mind
#   that you compare both in dollars. H. Wickham, *ggplot2: Elegant Graphics
#   for Data Analysis*, Springer, 2016, looks at these diamonds on a
#   logarithmic scale.
# - How much of the difference between two learning rates is luck? Train each
#   with five seeds, and compare the differences with the scatter. Y. Bengio,
#   [*Practical Recommendations for Gradient-Based Training of Deep
#   Architectures*](https://arxiv.org/abs/1206.5533), 2012.
# - Where could leakage hide in a table of your own, when its rows have dates,
#   or several rows belong to one person? S. Kaufman and others, *Leakage in
#   Data Mining*, ACM TKDD, 2012.
#
# **Where this comes from.** The diamonds: H. Wickham, as above. The blocks: R.
# K. Pace and R. Barry, *Sparse Spatial Autoregressions*, Statistics &
# Probability Letters, 1997. Leakage: S. Kaufman and others, as above. Learning
# rates: Y. Bengio, as above. Documentation:
# [Normalization](https://keras.io/api/layers/preprocessing_layers/numerical/normalization/),
# [regression losses](https://keras.io/api/losses/regression_losses/), [common
# pitfalls in
# scikit-learn](https://scikit-learn.org/stable/common_pitfalls.html).

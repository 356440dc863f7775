# %% [markdown]
# # 02 · Regression: what is a diamond worth?
#
# A classifier names a thing. A **regressor** gives a number: a price, a temperature, an age. In this lesson the number is
# the price of a diamond.
#
# **You will be able to**
#
# - *split* a table into training, validation and test rows, and say what each part is for;
# - *measure* errors with MSE, RMSE and MAE, and beat a baseline that knows nothing;
# - *scale* features with `StandardScaler` and with a `Normalization` layer, without leaking;
# - *build* a network with one linear output;
# - *choose* a learning rate by its curve.
#
# **You need first:** lesson 01 (`Sequential`, `compile`, `fit`, learning curves).
#
# **Time:** 75 minutes.

# %%
import coursework

DATA = coursework.setup(seed=2)

import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf

# %% [markdown]
# ## The diamonds
#
# Each row is one cut diamond. Its weight stands in carat (one carat is 0.2 g). `cut`, `color` and `clarity` are grades that an
# expert gave it. `depth` and `table` describe its shape, in percent. The price is in US dollars.
#
# Before anything else we take out what would fool us. Some rows stand in the file twice, and a twin among the test rows makes a
# test too easy. The columns `x`, `y` and `z`, the size in millimetres, repeat what the weight says, and hold slips of the pen: one stone
# is 58.9 mm wide, as wide as an egg is long. Then we keep every fourth stone, which is plenty.

# %%
stones = pd.read_csv(DATA / "diamonds" / "diamonds.csv.gz").drop_duplicates()
diamonds = stones.drop(columns=["x", "y", "z"])
diamonds = diamonds.iloc[::4].reset_index(drop=True)
print(diamonds.shape)
diamonds.head(3)

# %% [markdown]
# Three columns are words, and a network wants numbers. Grades have an **order**: an *Ideal* cut is better than a *Good* one.
# So each grade becomes its place on the ladder, 0 for the worst. The price becomes **thousands of dollars**: a target of 4
# is easier to learn than one of 4,000, because the first weights of a network give outputs near zero.

# %%
ladders = {
    "cut": ["Fair", "Good", "Very Good", "Premium", "Ideal"],
    "color": ["J", "I", "H", "G", "F", "E", "D"],
    "clarity": ["I1", "SI2", "SI1", "VS2", "VS1", "VVS2", "VVS1", "IF"],
}
for column, ladder in ladders.items():
    diamonds[column] = diamonds[column].map({grade: step for step, grade in enumerate(ladder)})
diamonds["price"] = diamonds["price"] / 1000
diamonds.head(3)

# %% [markdown]
# ## Shuffle, then split
#
# We split the rows in three and give each part one job:
#
# | part | share | its job |
# |---|---|---|
# | **training** | 60 % | the only rows that anything is learned from |
# | **validation** | 20 % | to compare and choose: learning rate, layers, epochs |
# | **test** | 20 % | opened once, at the end, to tell the truth about the choice |
#
# The lazy way takes the first 60 % of the file, then 20 %, then 20 %. **Predict before you run:** what could go wrong?

# %%
last_fifth = int(0.8 * len(diamonds))
plt.figure(figsize=(7, 3))
plt.plot(diamonds["price"], ".", markersize=1, color="tab:blue")
plt.axvline(last_fifth, color="black", linestyle="--", label="the last fifth starts here")
plt.xlabel("row in the file")
plt.ylabel("price, thousands of $")
plt.legend()
plt.show()
print("dearest stone in the last fifth:", diamonds["price"][last_fifth:].max())

# %% [markdown]
# *Picture:* one dot a diamond, its row across and its price upwards. The dots form curves instead of a cloud: one climbs from 2.7 to
# beyond 18 in the first half of the file and ends there, others lie at the bottom, and one of them rises to 2.8 at the end. A dashed line marks where the last fifth
# starts; no dot behind it lies above 2.8.
#
# We see that the file is **sorted by price, in runs**. The last fifth holds no stone above 2,757 dollars, while training rows go
# beyond 18,000. A score on such a test set says nothing about dear stones. Nothing warns you: the code runs.
#
# The cure is to shuffle, then cut. `train_test_split` does both. It cuts in two, so we call it twice:
# first 20 % away for the test, then a quarter of the remaining 80 %, which is 20 % of all.

# %%
from sklearn.model_selection import train_test_split

features = ["carat", "cut", "color", "clarity", "depth", "table"]
x = diamonds[features].to_numpy("float32")
y = diamonds["price"].to_numpy("float32")
rest_x, test_x, rest_y, test_y = train_test_split(x, y, test_size=0.20, random_state=11)
train_x, valid_x, train_y, valid_y = train_test_split(rest_x, rest_y, test_size=0.25, random_state=11)
for name, part_x, part_y in [
    ("train", train_x, train_y),
    ("valid", valid_x, valid_y),
    ("test", test_x, test_y),
]:
    print(f"{name}: {part_x.shape}, mean price {part_y.mean():.1f}")

# %% [markdown]
# Now the three parts look alike: the same mean price, to the nearest hundred dollars.
#
# ### Your turn: `split_blocks`
#
# Another table tells of 14,064 blocks of homes in California. Its rows go from city to city, so neighbours stand together.
# Cut its **row numbers**, 0 to 14,063, into three NumPy arrays: `train_rows` (60 %), `valid_rows` (20 %) and `test_rows` (20 %).
# Every row number stands in one part, and every part holds blocks from all over the state.
#
# <details><summary>Hint</summary>Shuffle the row numbers first, then cut. Any way of shuffling will do.</details>
# <details><summary>Deeper hint</summary><code>train_test_split</code> takes a single array too, and then gives two back.
# Or: <code>np.random.default_rng(1).permutation(…)</code> and slices. What is 20 % of all, as a share of 80 %?</details>

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
assert train_rows is not ..., "Exercise split_blocks: replace the dots by three arrays of row numbers."
assert valid_rows is not ... and test_rows is not ..., "Exercise split_blocks: three parts are asked for."
total = len(train_rows) + len(valid_rows) + len(test_rows)
assert total == 14064, f"Exercise split_blocks: the parts hold {total} row numbers, the table has 14064."

# %% [markdown]
# ## Baseline first
#
# How good is “off by 900 dollars”? You can't tell until you know how far off a guess is that knows nothing. So before any network:
# a **baseline**. For each stone, say the same price.
#
# And a way to measure. Let an error be *predicted − true*. Three numbers sum the errors up:
#
# $$\text{MSE} = \frac{1}{n}\sum_i (\hat y_i - y_i)^2 \qquad \text{RMSE} = \sqrt{\text{MSE}} \qquad \text{MAE} = \frac{1}{n}\sum_i |\hat y_i - y_i|$$
#
# The same in numbers. Three stones cost 1, 2 and 6 thousand, and we say 2 for each. The errors are 1, 0 and −4:
#
# - MSE = (1 + 0 + 16) / 3 = 5.67. Its unit is *squared* thousands of dollars, which nobody can picture;
# - RMSE = √5.67 = 2.38 thousand dollars: readable again, and the one big error weighs most;
# - MAE = (1 + 0 + 4) / 3 = 1.67 thousand dollars: what you are off by on average.
#
# **Predict before you run.** Prices have a long tail: most stones are cheap, a few cost very much. Which constant guess gives the
# smaller RMSE on the training rows, the mean or the median? And which the smaller MAE?

# %%
for name, guess in [("mean", train_y.mean()), ("median", np.median(train_y))]:
    error = (guess - train_y).astype("float64")
    rmse, mae = np.sqrt(np.mean(error**2)), np.mean(np.abs(error))
    print(f"{name:6}  RMSE ${1000 * rmse:,.0f}   MAE ${1000 * mae:,.0f}")

# %% [markdown]
# We see that each wins once. The mean is the constant with the least squared error, the median the one with the least
# absolute error. **What you measure decides what counts as good**, so choose it before you compare models.
#
# There is a trap in these formulas. Keras predicts a *column*, of shape `(n, 1)`, while the true prices are a flat
# array, of shape `(n,)`. **Predict before you run:** what shape has their difference?

# %%
true = np.array([1.0, 2.0, 6.0])
column = np.array([[1.0], [2.0], [6.0]])
print("perfect predictions, shapes", column.shape, true.shape)
print("difference has shape", (column - true).shape)
print("and its mean square is", round(np.mean((column - true) ** 2), 2))

# %% [markdown]
# Perfect predictions, and still an error of 9.33. NumPy stretched both arrays and subtracted **every pair**. With 10,000
# rows it would fill 800 MB as well. Flatten first: `predicted.ravel()`.
#
# ### Your turn: `measure_errors`
#
# 1. Complete the function `errors`. It returns a dict with the keys `"mse"`, `"rmse"` and `"mae"`, and it accepts predictions of
#    shape `(n,)` and of shape `(n, 1)`.
# 2. Set `baseline_price` to the constant guess with the least **squared** error, learned from the rows that one may learn from.
#
# <details><summary>Hint</summary>Write the error first, flat, then the three lines. Which rows may anything be learned from? See the table
# in “Shuffle, then split”.</details>
# <details><summary>Deeper hint</summary><code>np.asarray(predicted).ravel()</code> is flat whatever came in. Take the mean of
# squares for the MSE, its root for the RMSE, and the mean of <em>absolute</em> errors for the MAE: without the absolute value, errors above and
# below cancel.</details>


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
baseline_price = train_y.mean()
### END SOLUTION

# %% grade="measure_errors"
measured = errors(np.array([1.0, 2.0, 6.0]), np.array([2.0, 2.0, 2.0]))
assert measured is not None, "Exercise measure_errors: the function `errors` returns nothing yet."
assert set(measured) == {"mse", "rmse", "mae"}, (
    f"Exercise measure_errors: the dict has the keys {sorted(measured)}."
)
assert abs(measured["mse"] - 17 / 3) < 1e-6, (
    "Exercise measure_errors: compare your MSE with the three stones above."
)
assert baseline_price is not ..., "Exercise measure_errors: set baseline_price."

# %% [markdown]
# ## A straight line is a baseline too
#
# The second baseline is a linear model: price = a weighted sum of the features plus a constant. No layers, no
# epochs, solved at once.

# %%
from sklearn.linear_model import LinearRegression

line = LinearRegression().fit(train_x, train_y)
line_rmse = np.sqrt(np.mean((line.predict(valid_x) - valid_y) ** 2))
mean_rmse = np.sqrt(np.mean((train_y.mean() - valid_y) ** 2))
print(f"validation RMSE: mean price {mean_rmse:.1f}, straight line {line_rmse:.1f} thousand dollars")

# %% [markdown]
# We see how far plain arithmetic gets: from 4.0 down to 1.2. A network has to beat **1.2**, not 4.0, to be worth its trouble.
# Had we skipped the baselines, an RMSE of 1.5 would have looked splendid.
#
# ## Features on one scale
#
# **Predict before you run:** which feature has the greatest spread (standard deviation), and which the smallest?

# %%
scales = pd.DataFrame(train_x, columns=features).astype("float64").agg(["mean", "std"]).round(1)
scales

# %% [markdown]
# `depth` lies about 62 and `carat` about 0.8. For a network that starts with small random weights, `depth` shouts and `carat`
# whispers, though `carat` is what the price hangs on. The cure is to **standardise** each column:
#
# $$z = \frac{x - \text{mean}}{\text{standard deviation}}$$
#
# In numbers: with a mean of 0.8 carat and a standard deviation of 0.5 carat, a stone of 1.8 carat becomes (1.8 − 0.8) / 0.5 = 2.0:
# two standard deviations above the average.
#
# scikit-learn's `StandardScaler` does this in two steps. `fit` *learns* mean and standard deviation, `transform` *applies* them.
# `fit_transform` does both, and here waits a trap. We take the heavy stones of the validation rows, above 2 carat.
# **Predict before you run:** what should their mean weight become, about 0 or far above 0?

# %%
from sklearn.preprocessing import StandardScaler

heavy = valid_x[valid_x[:, 0] > 2][:, :1]
scaler = StandardScaler().fit(train_x[:, :1])
once = scaler.transform(heavy).mean()
twice = StandardScaler().fit_transform(heavy).mean()
print(f"fitted on training rows, heavy stones lie {abs(once):.1f} from the average")
print(f"fitted a second time, on themselves: {abs(twice):.1f}")

# %% [markdown]
# Fitted a second time, on the heavy stones, the scaler calls them *average*. The network, trained on the first scale, would price
# a giant like an ordinary stone. So: **fit once, on the training rows; transform everything else.**
#
# Why not fit on all rows, to know the scale better? Because then test rows help to make the training inputs. That is **leakage**. Here is a way to catch
# it: make the test rows ten times as large. If your *training inputs* change, something leaked.

# %%
everything = np.concatenate([train_x, valid_x, test_x])
tampered = np.concatenate([train_x, valid_x, 10 * test_x])
for name, before, after in [("all rows", everything, tampered), ("training rows", train_x, train_x)]:
    inputs_before = StandardScaler().fit(before).transform(train_x)
    inputs_after = StandardScaler().fit(after).transform(train_x)
    print(f"fitted on {name}: training inputs changed:", not np.allclose(inputs_before, inputs_after))

# %% [markdown]
# With thousands of rows of one kind the harm is small. With few rows, with a test set from next year, or with a step that looks at the
# *target*, leakage makes a score look better than the model is. The rule costs nothing, so keep it always.
#
# ### Your turn: `scale_once`
#
# Standardise all six features of the three parts: make `train_scaled`, `valid_scaled` and `test_scaled` from `train_x`, `valid_x` and `test_x`.
#
# <details><summary>Hint</summary>One scaler. How many times may it be fitted, and on what?</details>
# <details><summary>Deeper hint</summary>Count the calls: <code>fit</code> once, <code>transform</code> three times. If you write
# <code>fit_transform</code>, it may stand in one line only.</details>

# %% solution="scale_once"
train_scaled = ...
valid_scaled = ...
test_scaled = ...
### BEGIN SOLUTION
standardise = StandardScaler().fit(train_x)
train_scaled = standardise.transform(train_x)
valid_scaled = standardise.transform(valid_x)
test_scaled = standardise.transform(test_x)
### END SOLUTION

# %% grade="scale_once"
assert train_scaled is not ..., "Exercise scale_once: replace the dots by the scaled training rows."
assert valid_scaled is not ... and test_scaled is not ..., "Exercise scale_once: scale all three parts."
for scaled, raw in [(train_scaled, train_x), (valid_scaled, valid_x), (test_scaled, test_x)]:
    assert scaled.shape == raw.shape, f"Exercise scale_once: {raw.shape} went in, {scaled.shape} came out."

# %% [markdown]
# ## A layer that carries the scale
#
# A scaler lives outside the model. Whoever uses the model next month must find that very scaler again. A `Normalization` layer does
# the same sum **inside** the model, so model and scale travel together. `adapt` is its `fit`: it learns the mean and variance of each column.

# %%
normalization = keras.layers.Normalization()
normalization.adapt(train_x)
by_layer = keras.ops.convert_to_numpy(normalization(valid_x))
by_scaler = StandardScaler().fit(train_x).transform(valid_x)
print("same numbers as StandardScaler:", np.allclose(by_layer, by_scaler, atol=0.01))
print("numbers it keeps:", normalization.count_params(), "(6 means, 6 variances, 1 count)")

# %% [markdown]
# And if you forget `adapt`? **Predict before you run:** an error, zeros, or something else?

# %%
forgetful = keras.layers.Normalization()
passed = keras.ops.convert_to_numpy(forgetful(train_x[:3]))
print("carat of three stones, raw:  ", train_x[:3, 0].round(2))
print("after a layer never adapted: ", passed[:, 0].round(2))

# %% [markdown]
# Nothing happens, and nothing complains. A layer that was never adapted has mean 0 and variance 1: it lets everything through
# unchanged. When a model with `Normalization` learns badly, look at this first.
#
# ## One linear output
#
# A regressor ends in **one unit without an activation**. Why without? The last layer makes a weighted sum, and the activation bends it.
# Here are four sums, and what three endings make of them. **Predict before you run:** which ending can say "7 thousand dollars", and which "−2" (a stone 2 thousand *cheaper*
# than last year)?

# %%
sums = keras.ops.convert_to_tensor([-2.0, 0.5, 1.0, 7.0])
endings = {"linear": sums, "relu": keras.ops.relu(sums), "sigmoid": keras.ops.sigmoid(sums)}
for name, values in endings.items():
    print(f"{name:8}", keras.ops.convert_to_numpy(values).round(1))

# %% [markdown]
# Only the linear ending can say every number. `sigmoid` never says more than 1: with it, the dearest diamond costs 1,000 dollars. `relu` never says less
# than 0; prices are not negative, so it may seem to fit, but a unit whose sum falls below 0 for every stone has a slope of 0, and so never learns again.
# Inner layers are another matter: there you *need* a bend such as `relu`, or all layers together make one straight line.
#
# ### Your turn: `build_regressor`
#
# Build `regressor`, a `Sequential` or functional model that takes the six **raw** features of a diamond and gives its price. Inside: normalisation that has learned from the right
# rows, one or two hidden layers of 16 to 64 units, the right ending. No need to compile or train it.
#
# <details><summary>Hint</summary>Three things go in order: the input with its shape, the scale, the layers. The scale must know its numbers before you use it.</details>
# <details><summary>Deeper hint</summary>Make the <code>Normalization</code> layer on a line of its own, adapt it, then put that same object into the model,
# behind <code>keras.Input(shape=…)</code>. How many numbers does the model say for one stone?</details>

# %% solution="build_regressor"
regressor = ...
### BEGIN SOLUTION
scale = keras.layers.Normalization()
scale.adapt(train_x)
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
assert regressor is not ..., "Exercise build_regressor: replace the dots by a model."
assert isinstance(regressor, keras.Model), "Exercise build_regressor: regressor is not a Keras model."
prices_said = regressor(train_x[:5])
assert prices_said.shape[0] == 5, (
    "Exercise build_regressor: five stones went in, so five answers should come out."
)

# %% [markdown]
# ## The learning rate
#
# Now we train. The loss is `"mse"`: smooth, and with a slope that grows with the error. RMSE and MAE come along as metrics, because people read those.
# Two small functions spare us copies: one makes a fresh network, one trains it with plain gradient descent (`SGD`).


# %%
def make_network():
    """Return a fresh, untrained network that takes the six raw features."""
    scale = keras.layers.Normalization()
    scale.adapt(train_x)
    hidden = [keras.layers.Dense(32, activation="relu") for _ in range(2)]
    return keras.Sequential([keras.Input(shape=(6,)), scale, *hidden, keras.layers.Dense(1)])


def train(learning_rate):
    """Return a network trained for five epochs, and its history."""
    keras.utils.set_random_seed(3)
    network = make_network()
    rmse = keras.metrics.RootMeanSquaredError(name="rmse")
    network.compile(
        loss="mse", optimizer=keras.optimizers.SGD(learning_rate=learning_rate), metrics=[rmse, "mae"]
    )
    history = network.fit(
        train_x, train_y, validation_data=(valid_x, valid_y), epochs=5, batch_size=64, verbose=0
    )
    return network, history.history


# %% [markdown]
# Each step moves every weight by *learning rate × slope*. We try three rates: 0.0001, 0.01 and 2.0. **Predict before you run:** sketch the three
# curves of the validation RMSE over five epochs.

# %% tags=["demonstration"]
runs = {rate: train(rate) for rate in (0.0001, 0.01, 2.0)}
plt.figure(figsize=(7, 3.5))
for (rate, (_, log)), marker in zip(runs.items(), "so^", strict=True):
    plt.plot(range(1, 6), log["val_rmse"], marker=marker, label=f"learning rate {rate}")
plt.axhline(line_rmse, color="black", linestyle="--", label="straight line (baseline)")
plt.xticks(range(1, 6))
plt.xlabel("epoch")
plt.ylabel("validation RMSE, thousands of $")
plt.legend()
plt.show()
for rate, (_, log) in runs.items():
    last = log["val_rmse"][-1]
    print(f"{rate}: beats the straight line: {last < line_rmse}, NaN: {np.isnan(last)}")

# %% [markdown]
# *Picture:* validation RMSE over five epochs. The line with squares (rate 0.0001) comes down slowly and stays above the dashed baseline. The line with circles (0.01) starts below the
# baseline and goes on falling gently. There is no line with triangles.
#
# - **Too small (0.0001):** every step goes the right way, and each is tiny. After five epochs the network is still worse than the straight line. A curve that falls steadily and is still
#   falling at the end asks for a larger rate.
# - **Right (0.01):** a fast fall first, most of it over before the first circle is drawn, then a gentle slope, well below the baseline.
# - **Too large (2.0):** where is its curve? Each step jumps across the valley and lands higher on the other side. The loss grows past what a `float32` can hold and
#   becomes `nan`, *not a number*, which no plot can draw. A loss that leaps about or turns `nan` asks for a smaller rate.
#
# Good rates lie powers of ten apart, so try 0.1, 0.01, 0.001 … first, and refine only then.
#
# Older books write `lr=`. Run it and read the last line of the error:

# %% tags=["raises-exception"]
keras.optimizers.SGD(lr=0.01)

# %% [markdown]
# Today's argument is called `learning_rate`, as in the function above.
#
# ### Your turn: `train_regressor`
#
# Train a network that beats the straight line clearly: its RMSE on diamonds that you never saw must stay **below 1.0**, that is 1,000 dollars. Make a fresh network with `make_network()`, compile
# it with MSE as loss, RMSE and MAE as metrics and an optimiser with a learning rate of your choice, and fit it for at most 10 epochs while it watches the right rows. The network goes into `trained`, what `fit` returns into `trained_history`.
#
# <details><summary>Hint</summary>Plain <code>SGD</code> and <code>Adam</code> both can do it, with different rates. Read the curve of your first try: too small or too large?</details>
# <details><summary>Deeper hint</summary>The function <code>train</code> above shows every part but the choice. Which of its three rates won? <code>Adam</code> fits the step to each
# weight and forgives more: try 0.01 and 0.001. The rows to watch are those that you may choose by. If the last <code>val_rmse</code> stays above 0.95, the start was unlucky: train longer, or take another seed.</details>

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
trained_history = trained.fit(train_x, train_y, validation_data=(valid_x, valid_y), epochs=4, verbose=0)
### END SOLUTION

# %% grade="train_regressor"
assert trained is not ..., "Exercise train_regressor: replace the dots by a network from make_network()."
assert trained_history is not ..., "Exercise train_regressor: keep what fit returns in trained_history."
assert hasattr(trained_history, "history"), (
    "Exercise train_regressor: trained_history is not what fit returns."
)
assert len(trained_history.epoch) <= 10, "Exercise train_regressor: at most 10 epochs."

# %% [markdown]
# ## Look at the errors, then test once
#
# A single number hides *where* a model errs. So draw the errors on the validation rows: the **residuals**, predicted − true.
# **Predict before you run:** for which stones will the network be off by most, cheap or dear ones?

# %% tags=["demonstration"]
network = runs[0.01][0]
residuals = network.predict(valid_x, verbose=0).ravel() - valid_y
plt.figure(figsize=(7, 3))
plt.plot(valid_y, residuals, ".", markersize=2)
plt.axhline(0, color="black", linestyle="--")
plt.xlabel("true price, thousands of $")
plt.ylabel("predicted − true")
plt.show()
cheap = np.abs(residuals[valid_y < 5]).mean()
dear = np.abs(residuals[valid_y >= 5]).mean()
print("MAE larger for stones of $5,000 and more:", dear > 2 * cheap)

# %% [markdown]
# *Picture:* one dot a validation stone, true price across, residual upwards. The cloud is narrow round zero at the left, opens to the right like a fan, and sinks below zero at its far end.
#
# We see that errors grow with the price: for stones of 5,000 dollars and more the MAE is over twice that of cheaper ones. That is why MAE and RMSE differ: the few large errors weigh more in the RMSE.
# The sinking end tells more: for the dearest stones the network says too little. It has seen few of them, and may want more epochs.
#
# The choice is made: the rate 0.01, by validation rows. Only now do the test rows come out, **once**, for the network that was chosen.

# %% tags=["demonstration"]
final = network.evaluate(test_x, test_y, return_dict=True, verbose=0)
print(f"test RMSE below 1.0: {final['rmse'] < 1.0}, MAE below RMSE: {final['mae'] < final['rmse']}")

# %% [markdown]
# Why once? Suppose you try ten networks on the test rows and keep the best. Some of them were lucky on exactly these rows, and you picked the luckiest. Its score
# is then too good to be true: you *chose by* the test rows, so they became validation rows, and nothing is left to test with.
#
# ### Your turn: `choose_then_test`
#
# Three models, `abacus`, `balance` and `compass`, priced the same six validation stones and later six test stones. Your shop cares about **RMSE**, since one huge mistake
# can ruin it. Set `chosen` to the name of the model that you take, and `promise` to the RMSE that you may honestly promise for it, in thousands of dollars.
#
# <details><summary>Hint</summary>Which rows are for choosing, and which for telling the truth about the choice?</details>
# <details><summary>Deeper hint</summary>Compute three RMSE values, on one of the two sets. Choose. Then compute a single RMSE on the other set.
# If you look at three numbers there, you look at two too many.</details>

# %%
valid_true = np.array([1.0, 2.0, 3.0, 5.0, 8.0, 12.0])
valid_said = {
    "abacus": np.array([1.1, 2.1, 2.9, 5.1, 8.1, 8.8]),
    "balance": np.array([1.7, 1.4, 3.8, 4.3, 8.6, 11.2]),
    "compass": np.array([2.1, 1.1, 4.0, 4.1, 9.1, 12.9]),
}
test_true = np.array([1.5, 2.5, 3.5, 4.5, 9.0, 13.0])
test_said = {
    "abacus": np.array([1.3, 2.7, 3.3, 4.8, 8.7, 9.4]),
    "balance": np.array([2.4, 1.7, 4.7, 3.6, 9.8, 14.1]),
    "compass": np.array([2.1, 2.0, 4.2, 4.0, 9.4, 12.3]),
}

# %% solution="choose_then_test"
chosen = ...
promise = ...


### BEGIN SOLUTION
def rmse_of(said, true):
    return np.sqrt(np.mean((said - true) ** 2))


valid_rmse = {model: rmse_of(said, valid_true) for model, said in valid_said.items()}
chosen = min(valid_rmse, key=valid_rmse.get)
promise = rmse_of(test_said[chosen], test_true)
### END SOLUTION

# %% grade="choose_then_test"
assert chosen is not ..., "Exercise choose_then_test: replace the dots by a model's name."
assert chosen in valid_said, f"Exercise choose_then_test: {chosen!r} is none of {sorted(valid_said)}."
assert promise is not ..., "Exercise choose_then_test: what RMSE do you promise?"
assert float(promise) > 0, "Exercise choose_then_test: an RMSE is above 0."

# %% [markdown]
# ## The twin: the same recipe for a yes or no
#
# What changes when the question is not *how much* but *yes or no*? Take the California blocks: eight features, and whether the homes there are worth much. **Predict before you run:** which
# parts of our recipe stay, and which two change?

# %%
blocks = pd.read_csv(DATA / "california" / "california.csv.gz").sample(6000, random_state=3)
block_x = blocks.drop(columns="high_value").to_numpy("float32")
block_y = blocks["high_value"].to_numpy("float32")
fit_x, check_x, fit_y, check_y = train_test_split(block_x, block_y, test_size=0.25, random_state=3)
majority = max(check_y.mean(), 1 - check_y.mean())
print(f"features: {fit_x.shape[1]}, baseline accuracy (always the commoner answer): {majority:.2f}")

# %% tags=["demonstration"]
keras.utils.set_random_seed(3)
block_scale = keras.layers.Normalization()
block_scale.adapt(fit_x)
hidden = keras.layers.Dense(32, activation="relu")
output = keras.layers.Dense(1, activation="sigmoid")
classifier = keras.Sequential([keras.Input(shape=(8,)), block_scale, hidden, output])
classifier.compile(
    loss="binary_crossentropy", optimizer=keras.optimizers.Adam(learning_rate=0.01), metrics=["accuracy"]
)
classifier.fit(fit_x, fit_y, epochs=5, batch_size=64, verbose=0)
print(
    "accuracy above 0.80:",
    classifier.evaluate(check_x, check_y, return_dict=True, verbose=0)["accuracy"] > 0.80,
)

# %% [markdown]
# Split, baseline, scale, learning rate: all stay. The **ending** changes, to one unit with a `sigmoid`, whose 0 to 1 now is exactly what we want, a probability. And
# the **loss** changes with it, to binary cross-entropy. Ending and loss are a pair: linear with MSE, sigmoid with binary cross-entropy, and, as in lesson 01, softmax with
# categorical cross-entropy.
#
# ## What you have done
#
# In this lesson you have
#
# - split a sorted table with a shuffle, and given each part one job;
# - put a baseline first, and measured with MSE, RMSE and MAE, flat against flat;
# - scaled with numbers learned from the training rows alone, by `StandardScaler` and by an adapted `Normalization` layer;
# - ended a regressor in one linear unit;
# - read three learning rates from their curves, and opened the test rows once.
#
# In lesson 03 the network stops being one straight pile of layers.
#
# **Where the ideas come from.** The diamonds: H. Wickham, *ggplot2: Elegant Graphics for Data Analysis*, Springer, 2016. The blocks: R. K. Pace and R. Barry, *Sparse Spatial Autoregressions*, Statistics & Probability
# Letters, 1997. Leakage: S. Kaufman and others, *Leakage in Data Mining*, ACM TKDD, 2012. Learning rates: Y. Bengio, *Practical Recommendations for Gradient-Based Training of Deep
# Architectures*, 2012. Documentation: [Normalization](https://keras.io/api/layers/preprocessing_layers/numerical/normalization/),
# [regression losses](https://keras.io/api/losses/regression_losses/),
# [common pitfalls in scikit-learn](https://scikit-learn.org/stable/common_pitfalls.html).

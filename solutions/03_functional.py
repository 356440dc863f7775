# %% [markdown]
# # 03 · The functional API: networks as graphs
#
# A `Sequential` model is a stack of layers: one input at the top, one output
# at the bottom. Many problems have another shape. A support ticket has a
# title, a text and tags, and two people want to know two things about it. For
# such a problem you build the network as a **graph**: layers are the nodes,
# and tensors (Keras's arrays) run from one to the next along as many paths as
# you need.
#
# In this lesson you
#
# - *build* a network as a graph of layers that are called on tensors, and read
#   its picture;
# - *join* paths: Wide & Deep, and several inputs, passed in order or by name;
# - *give* a network several outputs, each with its loss, metrics and weight;
# - *open* a trained network, and let a new output grow from its middle;
# - *measure* what an extra input or output is worth.
#
# **Before you start:** lessons 01 and 02 (`Dense`, `compile`, `fit`,
# `Normalization`, baselines).
#
# **Time:** 90 minutes.

# %%
import coursework

DATA = coursework.setup(seed=3)

import tempfile

import keras
import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer


# %%
def draw(model):
    """Show a model as a picture of its graph, with names and shapes."""
    with tempfile.TemporaryDirectory() as folder:
        return keras.utils.plot_model(
            model,
            to_file=f"{folder}/model.png",
            show_shapes=True,
            show_layer_names=True,
            dpi=60,
        )


# %% [markdown]
# `keras.utils.plot_model` draws a model: a box for each layer, with its name
# and the shapes that go in and come out. The function above writes the picture
# into a folder that is deleted again, and shows it in the notebook.
#
# ## Diamonds again
#
# The diamonds of lesson 02, and this time with two sizes of each stone, its
# length `x` and its width `y` in millimeters. Rows with impossible sizes are
# left out, and every sixth of the others is kept. The order of the columns
# matters in this lesson:
#
# | column | feature | group |
# |---:|:---|:---|
# | 0 | clarity | grades |
# | 1 | cut | grades |
# | 2 | color | grades |
# | 3 | carat | sizes |
# | 4 | depth | sizes |
# | 5 | table | sizes |
# | 6 | x (length) | sizes |
# | 7 | y (width) | sizes |
#
# An expert gives the *grades*. The *sizes* can be measured by anybody who
# has a ruler and scales.

# %%
diamonds = pd.read_csv(DATA / "diamonds" / "diamonds.csv.gz")
diamonds = diamonds.drop_duplicates()
right_size = (diamonds["x"] > 0) & (diamonds["y"] > 0) & (diamonds["y"] < 30)
diamonds = diamonds[right_size].iloc[::6]
grade_names = {
    "cut": ["Fair", "Good", "Very Good", "Premium", "Ideal"],
    "color": ["J", "I", "H", "G", "F", "E", "D"],
    "clarity": ["I1", "SI2", "SI1", "VS2", "VS1", "VVS2", "VVS1", "IF"],
}
for column, grades in grade_names.items():
    diamonds[column] = diamonds[column].map(grades.index)
diamonds.head(3)

# %% [markdown]
# Shuffle, then split: 60 % of the rows are for training, 20 % for validation,
# 20 % for the test. The price is in thousands of dollars, in a column of shape
# `(n, 1)` like the predictions.

# %%
stone_columns = ["clarity", "cut", "color", "carat", "depth", "table", "x", "y"]
features = diamonds[stone_columns].to_numpy("float32")
prices = diamonds["price"].to_numpy("float32").reshape(-1, 1) / 1000
order = np.random.default_rng(3).permutation(len(features))
cuts = [int(0.6 * len(features)), int(0.8 * len(features))]
train, valid, test = np.split(order, cuts)

x_train, x_valid, x_test = features[train], features[valid], features[test]
y_train, y_valid, y_test = prices[train], prices[valid], prices[test]
print(x_train.shape, x_valid.shape, x_test.shape)


# %%
def rmse(predictions):
    """Return the root mean squared error on the validation rows."""
    return np.sqrt(np.mean((predictions - y_valid) ** 2))


print(f"baseline, always the mean price: RMSE {rmse(y_train.mean()):.2f}")

# %% [markdown]
# A model that knows nothing of a stone is off by about 4 thousand dollars.
#
# ## The same model twice
#
# First a `Sequential` model, as you know it.

# %%
sequential = keras.Sequential(
    [
        keras.Input(shape=(8,)),
        keras.layers.Dense(16, activation="relu", name="hidden"),
        keras.layers.Dense(1, name="price"),
    ]
)

# %% [markdown]
# Now the same network with the **functional API**: you make an input, *call* a
# layer on it, call the next layer on the result, and give `keras.Model` the
# first and the last tensor. **Predict before you run:** do the two models have
# the same number of parameters?

# %%
inputs = keras.Input(shape=(8,), name="stone")
hidden = keras.layers.Dense(16, activation="relu", name="hidden")(inputs)
outputs = keras.layers.Dense(1, name="price")(hidden)
functional = keras.Model(inputs=inputs, outputs=outputs)

print("sequential:", sequential.count_params(), "parameters")
print("functional:", functional.count_params(), "parameters")

# %% [markdown]
# The same: 8 × 16 + 16 + 16 × 1 + 1 = 161. The line with `hidden` has two
# pairs of brackets. The first makes a layer, the second calls that layer on a
# tensor. What is `hidden`, then? **Predict before you run:** an array of
# numbers, a layer, or something else?

# %%
print(type(hidden).__name__, hidden.shape, hidden.dtype)

# %% [markdown]
# A **symbolic tensor**: it holds no numbers, it has a shape and a data type,
# and it records which layer makes it from which other tensor. `None` stands
# for the batch size, which can be any number. `keras.Model` follows these
# records from the outputs back to the inputs, and so finds the graph.
#
# Are the two models the same? Each layer starts with random weights, so copy
# the weights from one model to the other, and compare.

# %%
functional.set_weights(sequential.get_weights())
one = sequential.predict(x_valid, verbose=0)
other = functional.predict(x_valid, verbose=0)
print("same outputs:", np.allclose(one, other))

# %% [markdown]
# Two ways to write one network. It can be trained as you know it. Here
# `verbose=2` prints one line for each epoch:

# %% tags=["tolerance-30%"]
functional.compile(
    loss="mse",
    optimizer=keras.optimizers.Adam(learning_rate=0.01),
)
history = functional.fit(
    x_train,
    y_train,
    epochs=3,
    batch_size=64,
    validation_data=(x_valid, y_valid),
    verbose=2,
)
predictions = functional.predict(x_valid, verbose=0)
print(f"RMSE {rmse(predictions):.1f}")

# %% [markdown]
# Each line is an epoch, with the loss on the training and on the validation
# rows, as in lesson 01. The RMSE (2.4 here; with other random weights between
# 1.8 and 3.5) is better than the baseline and worse than the straight line of
# lesson 02, which had 1.2: these features are not normalized. From the next
# model on they are.
#
# Two mistakes are easy here. The first: a shape is a *tuple*, and `(8)` is
# no tuple, it is the number 8. The comma makes the tuple: `(8,)`.

# %% tags=["raises-exception"]
# %xmode Minimal
keras.Input(shape=(8))

# %% [markdown]
# The second mistake stands in old books: `input=` and `output=`. The arguments
# are called `inputs=` and `outputs=`.

# %% tags=["raises-exception"]
# %xmode Minimal
keras.Model(input=inputs, output=outputs)

# %% [markdown]
# ### Exercise `redraw_stack`
#
# Below is `tower`, a `Sequential` model. Build the same network with the
# functional API, as `redrawn`: one input of 8 features, `Dense` layers with
# the same units and activations in the same order, and **the same outputs** as
# `tower` for every stone.
#
# <details><summary>Hint</summary>A new layer has new random weights. What did
# we do about that above? There is a second way: a layer object may be called
# again.</details>
# <details><summary>Deeper hint</summary>Either make new layers and end with
# <code>set_weights</code>; or loop over <code>tower.layers</code> and call
# each layer on the output of the one before.</details>

# %%
keras.utils.set_random_seed(30)
tower = keras.Sequential(
    [
        keras.Input(shape=(8,)),
        keras.layers.Dense(24, activation="relu"),
        keras.layers.Dense(12, activation="tanh"),
        keras.layers.Dense(1),
    ]
)

# %% solution="redraw_stack"
redrawn = ...
### BEGIN SOLUTION
stone = keras.Input(shape=(8,))
path = keras.layers.Dense(24, activation="relu")(stone)
path = keras.layers.Dense(12, activation="tanh")(path)
redrawn = keras.Model(inputs=stone, outputs=keras.layers.Dense(1)(path))
redrawn.set_weights(tower.get_weights())
### END SOLUTION

# %% grade="redraw_stack"
where = "Exercise redraw_stack: "
assert redrawn is not ..., where + "replace the dots by a model."
assert isinstance(redrawn, keras.Model), where + "redrawn is no Keras model."
count, right_count = redrawn.count_params(), tower.count_params()
counts = f"tower has {right_count} parameters, redrawn has {count}."
assert count == right_count, where + counts
shape = tuple(redrawn(x_valid[:5]).shape)
shapes = f"for five stones the output has the shape {shape}, not (5, 1)."
assert shape == (5, 1), where + shapes
print("The visible check of redraw_stack passed.")

# %% [markdown]
# ## Wide & Deep
#
# A graph can do what no stack can: *fork and join*. A **Wide & Deep**
# network has two paths from the input to the output. The *deep* path goes
# through hidden layers, and finds patterns. The *wide* path goes straight to
# the end, so that plain rules ("more carat, more money") reach the output
# unchanged. A `Concatenate` layer joins the two: it puts their columns side by
# side.
#
# As in lesson 02, a `Normalization` layer learns mean and variance from the
# training rows first. Both paths start behind it.

# %%
normalization = keras.layers.Normalization(name="normalization")
normalization.adapt(x_train)

inputs = keras.Input(shape=(8,), name="stone")
normalized = normalization(inputs)
deep_1 = keras.layers.Dense(32, activation="relu", name="deep_1")(normalized)
deep_2 = keras.layers.Dense(16, activation="relu", name="deep_2")(deep_1)
joined = keras.layers.Concatenate(name="joined")([normalized, deep_2])
outputs = keras.layers.Dense(1, name="price")(joined)
wide_and_deep = keras.Model(inputs=inputs, outputs=outputs)
draw(wide_and_deep)

# %% [markdown]
# *Picture:* a graph from top to bottom. The input stone has 8 features and
# goes into normalization. Behind it the graph forks: one path goes through
# deep_1 (32) and deep_2 (16), the other straight down to joined, which takes
# (None, 8) and (None, 16) and gives (None, 24). The layer price turns them
# into 1 number.
#
# Read the shapes at `joined`: 8 + 16 = 24. If you expect 24 and see another
# number, a wrong tensor went in.
#
# Two wrong tensors are common, and neither raises an error. The first: the
# wide path starts at `inputs` in place of `normalized`. The shapes are right,
# and the model trains. **Predict before you run:** how large are the values of
# the eight columns before and after normalization?

# %%
raw_size = np.abs(x_train).mean(axis=0)
normalized_size = np.abs(normalization(x_train)).mean(axis=0)
for number, name in enumerate(stone_columns):
    raw, normal = raw_size[number], normalized_size[number]
    print(f"{name:8} raw {raw:4.1f}   normalized {normal:.1f}")

# %% [markdown]
# Raw, the columns `depth` and `table` have values about 60, and all others are
# below 7: they would decide what comes out, whatever the stone is like. So
# both paths need the *same normalized* tensor.
#
# The second wrong tensor: the first hidden layer is joined where the last one
# was meant. Here is that mistake. **Predict before you run:** `normalized`
# came from one layer, and the code below calls four more. How many layers has
# the model, with the input?

# %%
first_hidden = keras.layers.Dense(32, activation="relu")(normalized)
last_hidden = keras.layers.Dense(16, activation="relu")(first_hidden)
wrong_join = keras.layers.Concatenate()([normalized, first_hidden])
wrong_output = keras.layers.Dense(1)(wrong_join)
mistake = keras.Model(inputs=inputs, outputs=wrong_output)
for layer in mistake.layers:
    print(type(layer).__name__, layer.output.shape)

# %% [markdown]
# Five, not six: the hidden layer of 16 is missing. It has no path to the
# output, and `keras.Model` leaves it out without a warning. So give tensors
# names that say what they are, count `model.layers`, and look at the picture.
#
# ### Exercise `wide_and_deep`
#
# The blocks of homes in California of lesson 02: 8 raw features, and the
# question whether the homes there are worth much (1) or not (0). Build
# `wide_and_deep_blocks`, a Wide & Deep model with **one** input of the 8 raw
# features:
#
# - a `Normalization` layer, adapted to the training rows, from which both
#   paths start;
# - a deep path of **two or more** hidden `Dense` layers, each with an
#   activation;
# - a wide path that is joined with the end of the deep path;
# - one output: the **probability** that the answer is 1.
#
# You don't need to compile or train it.
#
# <details><summary>Hint</summary>The graph is the one above. From which rows
# may a normalization learn? Which output layer belongs to a yes-or-no
# question?</details>
# <details><summary>Deeper hint</summary>Give every tensor a name that says
# what it is. The list that goes into <code>Concatenate</code> holds the
# normalized features and the output of the last hidden layer. For a
# probability take one unit with <code>sigmoid</code>.</details>

# %%
blocks = pd.read_csv(DATA / "california" / "california.csv.gz")
block_features = blocks.drop(columns="high_value").to_numpy("float32")
block_order = np.random.default_rng(4).permutation(len(block_features))
block_parts = np.split(block_features[block_order], [8000, 11000])
blocks_train, blocks_valid, blocks_test = block_parts
print(blocks_train.shape, blocks_valid.shape, blocks_test.shape)

# %% solution="wide_and_deep"
wide_and_deep_blocks = ...
### BEGIN SOLUTION
block_normalization = keras.layers.Normalization()
block_normalization.adapt(blocks_train)

block = keras.Input(shape=(8,))
wide = block_normalization(block)
deep = keras.layers.Dense(32, activation="relu")(wide)
deep = keras.layers.Dense(16, activation="relu")(deep)
both = keras.layers.Concatenate()([wide, deep])
high_value = keras.layers.Dense(1, activation="sigmoid")(both)
wide_and_deep_blocks = keras.Model(inputs=block, outputs=high_value)
### END SOLUTION

# %% grade="wide_and_deep"
where = "Exercise wide_and_deep: "
answer = wide_and_deep_blocks
assert answer is not ..., where + "replace the dots by a model."
assert isinstance(answer, keras.Model), where + "this is no Keras model."
block_outputs = answer(blocks_valid[:5])
several = isinstance(block_outputs, (dict, list, tuple))
assert not several, where + "one output is asked for, not several."
shape = tuple(block_outputs.shape)
shapes = f"for five blocks the output has the shape {shape}, not (5, 1)."
assert shape == (5, 1), where + shapes
print("The visible check of wide_and_deep passed.")

# %% [markdown]
# ## Several inputs
#
# Suppose that the grades come from one office and the sizes from another. Then
# the network has two inputs. Each gets a *name*, and each a `Normalization`
# of its own: three columns and five columns can't share one. From here on a
# function makes these layers:


# %%
def adapted(rows, name=None):
    """Return a Normalization layer that is adapted to these rows."""
    layer = keras.layers.Normalization(name=name)
    layer.adapt(rows)
    return layer


# %%
grades_train, sizes_train = x_train[:, :3], x_train[:, 3:]
grades_valid, sizes_valid = x_valid[:, :3], x_valid[:, 3:]

grades_input = keras.Input(shape=(3,), name="grades")
sizes_input = keras.Input(shape=(5,), name="sizes")
grades_scaled = adapted(grades_train, name="scaled_grades")(grades_input)
sizes_scaled = adapted(sizes_train, name="scaled_sizes")(sizes_input)
joined = keras.layers.Concatenate(name="joined")([grades_scaled, sizes_scaled])
hidden = keras.layers.Dense(32, activation="relu", name="hidden")(joined)
outputs = keras.layers.Dense(1, name="price")(hidden)
pricer = keras.Model(inputs=[grades_input, sizes_input], outputs=outputs)
draw(pricer)

# %% [markdown]
# *Picture:* two inputs at the top, grades with 3 features and sizes with 5,
# each with a normalization below it. They meet in joined, which gives 8, and
# go on through hidden (32) to price (1).
#
# A model with two inputs takes two arrays. You can pass them *in order*, as
# a tuple or a list, or *by name*, as a dict. **Predict before you run:** the
# dict below names the sizes first. Does that matter?

# %%
in_order = pricer.predict((grades_valid, sizes_valid), verbose=0)
by_name = pricer.predict(
    {"sizes": sizes_valid, "grades": grades_valid},
    verbose=0,
)
print("same outputs:", np.allclose(in_order, by_name))

# %% [markdown]
# It does not: in a dict the names decide. In a tuple the order decides, and if
# both inputs had the same width, a swapped pair would run without an error and
# give wrong prices. So prefer names. With a wrong name, Keras raises an error:

# %% tags=["raises-exception"]
# %xmode Minimal
pricer.predict({"sizes": sizes_valid, "grade": grades_valid}, verbose=0)

# %% [markdown]
# The error names what the model expects, and what it received.
#
# What is the second input *worth*? Train one network with the sizes alone,
# and one with both. **Predict before you run:** in lesson 02 a straight line
# on all features was off by about 1.2 thousand dollars. How far off is a
# network that doesn't know the grades? First without them:

# %% tags=["tolerance-10%"]
keras.utils.set_random_seed(3)
sizes_only_input = keras.Input(shape=(5,), name="sizes")
hidden = adapted(sizes_train, name="scaled_sizes")(sizes_only_input)
hidden = keras.layers.Dense(32, activation="relu")(hidden)
outputs = keras.layers.Dense(1)(hidden)
sizes_only = keras.Model(inputs=sizes_only_input, outputs=outputs)
sizes_only.compile(loss="mse", optimizer=keras.optimizers.Adam(0.01))
sizes_only.fit(sizes_train, y_train, epochs=5, batch_size=64, verbose=0)
predictions = sizes_only.predict(sizes_valid, verbose=0)
print(f"sizes alone: RMSE {rmse(predictions):.2f}")

# %% [markdown]
# And with both inputs. In `fit`, too, the arrays go by name:

# %% tags=["tolerance-10%"]
pricer.compile(loss="mse", optimizer=keras.optimizers.Adam(0.01))
pricer.fit(
    {"grades": grades_train, "sizes": sizes_train},
    y_train,
    epochs=5,
    batch_size=64,
    verbose=0,
)
predictions = pricer.predict(
    {"grades": grades_valid, "sizes": sizes_valid},
    verbose=0,
)
print(f"grades and sizes: RMSE {rmse(predictions):.2f}")

# %% [markdown]
# Without the grades the network is off by about 1.4 thousand dollars, more
# than a straight line that has them. With both it is off by about 0.8. The
# difference is what the second input is worth: nearly half of the error.
#
# ### Exercise `feed_inputs`
#
# Complete the function `feed(rows)`. It takes an array of shape `(n, 8)`, with
# columns in the order of the table at the top, and returns a pair: first the
# **tuple**, then the **dict** that `pricer` takes. The tuple is in the order
# of `pricer.inputs`; the dict has the inputs' names as its keys. Both hold
# arrays (or tensors), `grades` of shape `(n, 3)` and `sizes` of shape `(n,
# 5)`. It must work for a single stone, of shape `(1, 8)`, too.
#
# <details><summary>Hint</summary>How many columns belong to which input? A
# slice of columns keeps the rows: <code>rows[:, 2:4]</code> has two columns, 2
# and 3.</details>
# <details><summary>Deeper hint</summary>Cut the two arrays first. The dict's
# keys are the names that were given to <code>keras.Input</code>. Return two
# things with a comma between them.</details>


# %% solution="feed_inputs"
def feed(rows):
    """Return the columns of rows as a tuple and as a dict for `pricer`."""
    ### BEGIN SOLUTION
    grades, sizes = rows[:, :3], rows[:, 3:]
    return (grades, sizes), {"grades": grades, "sizes": sizes}
    ### END SOLUTION


# %% grade="feed_inputs"
where = "Exercise feed_inputs: "
pair = feed(x_valid[:4])
assert pair is not None, where + "the function `feed` returns nothing yet."
kind = type(pair).__name__
assert kind in ("tuple", "list"), where + f"a pair is asked for, not {kind}."
kinds = [type(part).__name__ for part in pair]
order_of_two = f"a tuple, then a dict is asked for. You gave {kinds}."
assert kinds == ["tuple", "dict"], where + order_of_two
for array in [*pair[0], *pair[1].values()]:
    kind = type(array).__name__
    assert hasattr(array, "shape"), where + f"give arrays, no {kind}."
    assert array.shape[0] == 4, where + "four stones went in: keep all rows."
print("The visible check of feed_inputs passed.")

# %% [markdown]
# ### Exercise `two_inputs`
#
# Now two inputs **and** two paths; some features go along both. Build
# `two_ways`, which gives the price of a stone as one linear output:
#
# - an input named `wide` takes the features **0–4**, an input named `deep` the
#   features **2–7** (2, 3 and 4 are in both);
# - each goes through a `Normalization` layer of its own, adapted to the
#   training rows of its features;
# - `deep` then goes through two or more hidden `Dense` layers, each with an
#   activation; `wide` goes straight to the layer where the two are joined;
# - behind the join comes the output layer.
#
# You don't need to compile or train it.
#
# <details><summary>Hint</summary>How many features are 0–4, and how many 2–7?
# In Python, the end of a slice is not part of it.</details>
# <details><summary>Deeper hint</summary>Adapt the two normalizations to
# <code>x_train[:, :5]</code> and <code>x_train[:, 2:]</code>. Join the
# normalized wide features with the output of the last hidden layer. Which
# output layer has a regressor?</details>

# %% solution="two_inputs"
two_ways = ...
### BEGIN SOLUTION
wide = keras.Input(shape=(5,), name="wide")
deep = keras.Input(shape=(6,), name="deep")
wide_scaled = adapted(x_train[:, :5])(wide)
deep_scaled = adapted(x_train[:, 2:])(deep)
first = keras.layers.Dense(32, activation="relu")(deep_scaled)
second = keras.layers.Dense(16, activation="relu")(first)
both = keras.layers.Concatenate()([wide_scaled, second])
value = keras.layers.Dense(1)(both)
two_ways = keras.Model(inputs=[wide, deep], outputs=value)
### END SOLUTION

# %% grade="two_inputs"
where = "Exercise two_inputs: "
assert two_ways is not ..., where + "replace the dots by a model."
assert isinstance(two_ways, keras.Model), where + "this is no Keras model."
by_name = {tensor.name: tensor.shape[-1] for tensor in two_ways.inputs}
asked = "wide should take 5 features and deep 6. "
assert by_name == {"wide": 5, "deep": 6}, where + asked + f"Found: {by_name}."
five = {"wide": x_valid[:5, :5], "deep": x_valid[:5, 2:]}
shape = tuple(two_ways(five).shape)
shapes = f"for five stones the output has the shape {shape}, not (5, 1)."
assert shape == (5, 1), where + shapes
print("The visible check of two_inputs passed.")

# %% [markdown]
# ## Several outputs
#
# A network can have more than one output. Here a second one, an **auxiliary
# output**, stands on the path of the sizes and predicts the price from these
# alone. It is there for the training: the path of the sizes must be useful
# *by itself*. That acts as a mild **regularizer**, something that keeps a
# network from fitting its training rows too closely.

# %%
keras.utils.set_random_seed(3)
grades_input = keras.Input(shape=(3,), name="grades")
sizes_input = keras.Input(shape=(5,), name="sizes")
grades_scaled = adapted(grades_train, name="scaled_grades")(grades_input)
sizes_scaled = adapted(sizes_train, name="scaled_sizes")(sizes_input)
sizes_layer = keras.layers.Dense(32, activation="relu", name="sizes_path")
sizes_path = sizes_layer(sizes_scaled)
joined = keras.layers.Concatenate(name="joined")([grades_scaled, sizes_path])
hidden = keras.layers.Dense(32, activation="relu", name="hidden")(joined)
price = keras.layers.Dense(1, name="price")(hidden)
aux = keras.layers.Dense(1, name="aux")(sizes_path)

# %%
with_aux = keras.Model(
    inputs=[grades_input, sizes_input],
    outputs={"price": price, "aux": aux},
)
draw(with_aux)

# %% [markdown]
# *Picture:* two inputs, sizes and grades. The sizes go through normalization
# and sizes_path (32). There the graph forks: to the small output aux, and to
# joined, where the normalized grades come in. From there hidden (32) leads to
# the output price.
#
# Each output gets *its own* loss and its own metrics, by name. Training can
# minimize only one number. So Keras multiplies each loss by its **loss
# weight**, and adds them:
#
# $$\text{loss} = 0.9 \cdot \text{loss}_\text{price} + 0.1 \cdot \text{loss}_\text{aux}$$
#
# If the MSE of the price is 0.7 and that of the auxiliary output 2.0, the sum
# is 0.9 × 0.7 + 0.1 × 2.0 = 0.83.

# %%
with_aux.compile(
    loss={"price": "mse", "aux": "mse"},
    loss_weights={"price": 0.9, "aux": 0.1},
    metrics={"price": [keras.metrics.RootMeanSquaredError(name="rmse")]},
    optimizer=keras.optimizers.Adam(learning_rate=0.01),
)
history = with_aux.fit(
    {"grades": grades_train, "sizes": sizes_train},
    {"price": y_train, "aux": y_train},
    epochs=3,
    batch_size=64,
    verbose=0,
)

# %% [markdown]
# The targets go by name, too. **Predict before you run:** there are two losses
# and one metric. Which numbers will `evaluate` give?

# %% tags=["tolerance-20%"]
two_inputs_valid = {"grades": grades_valid, "sizes": sizes_valid}
scores = with_aux.evaluate(
    two_inputs_valid,
    {"price": y_valid, "aux": y_valid},
    batch_size=len(y_valid),
    return_dict=True,
    verbose=0,
)
for name in sorted(scores):
    print(f"{name}: {scores[name]:.2f}")
weighted = 0.9 * scores["price_loss"] + 0.1 * scores["aux_loss"]
print(f"0.9 × price_loss + 0.1 × aux_loss = {weighted:.2f}")

# %% [markdown]
# `loss` is the weighted sum. `aux_loss` and `price_loss` are the two losses,
# and `price_rmse` is the metric, with the name of its output in front. Without
# `return_dict=True` you get a list of numbers without names.
#
# Why `batch_size=len(y_valid)`, all stones in one batch? With several batches
# the sum is only nearly right: Keras averages the losses of single outputs
# over the batches, and a small last batch counts as much as a full one.
#
# `predict` answers in the structure that you gave to `outputs`, here a dict:

# %% tags=["tolerance-10%"]
predictions = with_aux.predict(two_inputs_valid, verbose=0)
for name in ["price", "aux"]:
    output = predictions[name]
    print(f"{name}: shape {output.shape}, RMSE {rmse(output):.2f}")

# %% [markdown]
# What is the auxiliary output worth? Compare it with a network that has trained
# for as many epochs (this one had fewer than `pricer`): for the price, nothing
# here. With three other seeds and ten epochs each, the RMSE of `price` was 0.68,
# 0.73 and 0.80 without it, and 0.71, 0.71 and 0.78 with it: no more than chance. What it
# does give is a path that is useful alone: `aux` doesn't need the grades, and
# is off by about 1.4, as the network with the sizes alone.
#
# In deep networks for pictures, auxiliary outputs were first added in the hope
# that the gradient would reach the early layers more easily. A year later the
# same author found that they change little early in training, and took them
# for a regularizer (see the end of this lesson). So measure with and without,
# as we did.
#
# One habit from models with one output raises an error. **Predict before you
# run:** which of the two outputs does this metric belong to?

# %% tags=["raises-exception"]
# %xmode Minimal
with_aux.compile(loss="mse", metrics=["mae"])
with_aux.evaluate(
    two_inputs_valid,
    {"price": y_valid, "aux": y_valid},
    verbose=0,
)

# %% [markdown]
# Keras can't know. The error asks for a dict, or for a list that matches the
# outputs: `metrics={"price": ["mae"]}`.
#
# ### Exercise `aux_output`
#
# Build and compile `two_headed`, a Wide & Deep model with an auxiliary output:
#
# - one input of the 8 raw features, and a `Normalization` layer adapted to the
#   training rows, from which both paths start;
# - a deep path of two or more hidden `Dense` layers, each with an activation,
#   and a wide path, as in the section “Wide & Deep”;
# - **two** linear outputs named `price` and `aux`: `price` stands behind the
#   join of both paths, `aux` on the **deep** path alone;
# - both outputs learn the price, with MSE as the loss; the loss weights are
#   **0.8** for `price` and **0.2** for `aux`;
# - the RMSE is a metric of `price`.
#
# You don't need to train it.
#
# <details><summary>Hint</summary>Take the code of Wide & Deep and add a second
# output. On which tensor is its layer called, one before or one behind the
# <code>Concatenate</code>?</details>
# <details><summary>Deeper hint</summary>Give the outputs as a dict,
# <code>{"price": …, "aux": …}</code>. Then <code>loss</code>,
# <code>loss_weights</code> and <code>metrics</code> are dicts with the same
# keys; the dict of metrics needs one key only.</details>

# %% solution="aux_output"
two_headed = ...
### BEGIN SOLUTION
stone = keras.Input(shape=(8,))
wide = adapted(x_train)(stone)
deep = keras.layers.Dense(32, activation="relu")(wide)
deep = keras.layers.Dense(16, activation="relu")(deep)
both = keras.layers.Concatenate()([wide, deep])
price_head = keras.layers.Dense(1)(both)
aux_head = keras.layers.Dense(1)(deep)
two_headed = keras.Model(
    inputs=stone,
    outputs={"price": price_head, "aux": aux_head},
)
two_headed.compile(
    loss={"price": "mse", "aux": "mse"},
    loss_weights={"price": 0.8, "aux": 0.2},
    metrics={"price": [keras.metrics.RootMeanSquaredError()]},
)
### END SOLUTION

# %% grade="aux_output"
where = "Exercise aux_output: "
assert two_headed is not ..., where + "replace the dots by a model."
assert isinstance(two_headed, keras.Model), where + "this is no Keras model."
names = two_headed.output_names
if isinstance(two_headed.output, dict):
    names = list(two_headed.output)
named = f"the outputs should be named price and aux, not {names}."
assert sorted(names) == ["aux", "price"], where + named
assert two_headed.compiled, where + "the model is not compiled yet."
if isinstance(two_headed.output, dict):
    targets = {"price": y_valid[:9], "aux": y_valid[:9]}
else:
    targets = [y_valid[:9], y_valid[:9]]
two_headed.evaluate(x_valid[:9], targets, verbose=0)
print("The visible check of aux_output passed.")

# %% [markdown]
# ## Support tickets
#
# A shop for smart-home devices gets messages. Two questions come with each
# one: is it urgent (`priority`, 0 or 1), and which department answers it
# (`department`, one of five)? The tickets are made by the course, and each has
# three parts: a title, a body and tags.

# %%
tickets = pd.read_csv(DATA / "tickets" / "tickets.csv.gz")
chosen = np.random.default_rng(5).permutation(len(tickets))[:4000]
tickets = tickets.iloc[chosen].reset_index(drop=True)
for column in ["title", "body", "tags", "priority", "department"]:
    print(f"{column:10} {tickets[column][2]}")

# %% [markdown]
# That ticket is not urgent, so its priority is 0, and it is for the sales
# department. 3 labels in 100 are wrong on purpose, as happens in real data.
#
# A network takes numbers. The plainest way to turn a text into numbers is a
# **bag of words**: a column for each word of the training tickets, with 1 if the
# word is in the text and 0 if not. The order of the words is lost; lesson 04
# keeps it. The tags become columns in the same way.


# %%
def bag_of_words(column):
    """Return the texts of a column as rows of 0 and 1."""
    words = CountVectorizer(binary=True, dtype="float32")
    words.fit(tickets[column][:3000])
    return words.transform(tickets[column]).toarray()


# %%
ticket_parts = {
    "title": bag_of_words("title"),
    "body": bag_of_words("body"),
    "tags": tickets["tags"].str.get_dummies("|").to_numpy("float32"),
}
departments = sorted(set(tickets["department"]))
ticket_labels = {
    "priority": tickets["priority"].to_numpy("float32"),
    "department": tickets["department"].map(departments.index).to_numpy(),
}
for name, array in ticket_parts.items():
    print(f"{name}: {array.shape[1]} columns")
print("departments:", departments)

# %% [markdown]
# The first 3,000 tickets are for training, the other 1,000 for validation. The
# inputs and the labels stay dicts:

# %%
train_tickets = {name: rows[:3000] for name, rows in ticket_parts.items()}
valid_tickets = {name: rows[3000:] for name, rows in ticket_parts.items()}
train_labels = {name: rows[:3000] for name, rows in ticket_labels.items()}
valid_labels = {name: rows[3000:] for name, rows in ticket_labels.items()}

# %% [markdown]
# Baselines first. **Predict before you run:** there are five departments, some
# with more tickets than others. How often is the answer right that always
# names the largest?

# %%
urgent = valid_labels["priority"].mean()
counts = np.bincount(valid_labels["department"])
print(f"priority, never urgent: accuracy {1 - urgent:.2f}")
print(f"department, always the same: accuracy {counts.max() / 1000:.2f}")

# %% [markdown]
# ## One trunk, two heads
#
# Both questions are about the same ticket, so they share what can be shared.
# Title and tags are joined, and a hidden layer named `shared` makes 32 numbers
# from them. This common part is the **trunk**. On it stand two **heads**: a
# head is the output layer of one question. Each has the activation and the
# loss of its question:
#
# | output | question | output layer | loss |
# |:---|:---|:---|:---|
# | `priority` | yes or no | 1 unit, sigmoid | binary cross-entropy |
# | `department` | one of five | 5 units, softmax | sparse categorical cross-entropy |

# %%
keras.utils.set_random_seed(4)
title_width = ticket_parts["title"].shape[1]
tags_width = ticket_parts["tags"].shape[1]
title = keras.Input(shape=(title_width,), name="title")
tags = keras.Input(shape=(tags_width,), name="tags")
joined = keras.layers.Concatenate(name="joined")([title, tags])
shared = keras.layers.Dense(32, activation="relu", name="shared")(joined)
priority = keras.layers.Dense(1, activation="sigmoid", name="priority")(shared)
department = keras.layers.Dense(
    5,
    activation="softmax",
    name="department",
)(shared)

# %%
triage = keras.Model(
    inputs={"title": title, "tags": tags},
    outputs={"priority": priority, "department": department},
)
draw(triage)

# %% [markdown]
# *Picture:* the inputs title and tags (28 columns) meet in joined. The layer
# shared makes 32 numbers of it. From shared two arrows lead to the outputs
# priority (1) and department (5), side by side.
#
# Both heads stand on `shared`, not one on the other: a head that is called on
# the output of another head gets a single number, and little of what is known
# about the ticket.

# %%
triage.compile(
    loss={
        "priority": "binary_crossentropy",
        "department": "sparse_categorical_crossentropy",
    },
    metrics={"priority": ["accuracy"], "department": ["accuracy"]},
    optimizer=keras.optimizers.Adam(learning_rate=0.005),
)

# %%
train_title_tags = {name: train_tickets[name] for name in ["title", "tags"]}
valid_title_tags = {name: valid_tickets[name] for name in ["title", "tags"]}
history = triage.fit(
    train_title_tags,
    train_labels,
    epochs=3,
    batch_size=64,
    verbose=0,
)

# %% [markdown]
# **Predict before you run:** the model knows title and tags alone. Which head
# does well, which badly?

# %% tags=["tolerance-0.05"]
scores = triage.evaluate(
    valid_title_tags,
    valid_labels,
    return_dict=True,
    verbose=0,
)
for name in ["department", "priority"]:
    print(f"{name}: accuracy {scores[f'{name}_accuracy']:.2f}")

# %% [markdown]
# The department is right for about 0.86 of the tickets, far above its
# baseline. The priority is no better than its baseline: "URGENT" in a title
# means nothing in this shop. How much trouble a customer has, and how soon
# help is needed, stands in the body. One input is missing.
#
# ### Exercise `triage_tickets`
#
# Build, compile and train `full_triage`:
#
# - **three** inputs named `title`, `body` and `tags`, as wide as in
#   `ticket_parts`, and all three reach both outputs;
# - two outputs named `priority` (the probability that the ticket is urgent)
#   and `department` (a probability for each of the five departments, of which
#   one is right). The two heads stand side by side: neither is called on the
#   output of the other. Every hidden `Dense` layer has an activation;
# - the loss of each output fits its question and its labels;
# - for training there are the first 3,000 tickets, `train_tickets` and
#   `train_labels`; 3 epochs are enough.
#
# On tickets that you never saw, the accuracy must be at least **0.90** for the
# department and **0.70** for the priority.
#
# <details><summary>Hint</summary>One more <code>Input</code>, and one more
# tensor in the list that is joined. What else changes?</details>
# <details><summary>Deeper hint</summary>The width of the body is
# <code>ticket_parts["body"].shape[1]</code>. Join all three inputs, call one
# hidden layer of 32 units on them, and both heads on that.
# <code>Adam(0.005)</code> and 3 epochs will do; <code>train_tickets</code> and
# <code>train_labels</code> have the right names. The labels of the departments
# are numbers from 0 to 4, not one-hot: which cross-entropy takes
# those?</details>

# %% solution="triage_tickets"
full_triage = ...
### BEGIN SOLUTION
parts = {}
for name, rows in ticket_parts.items():
    parts[name] = keras.Input(shape=rows.shape[1:], name=name)
trunk = keras.layers.Concatenate()(list(parts.values()))
trunk = keras.layers.Dense(32, activation="relu")(trunk)
heads = {
    "priority": keras.layers.Dense(1, activation="sigmoid")(trunk),
    "department": keras.layers.Dense(5, activation="softmax")(trunk),
}
full_triage = keras.Model(inputs=parts, outputs=heads)
full_triage.compile(
    loss={
        "priority": "binary_crossentropy",
        "department": "sparse_categorical_crossentropy",
    },
    optimizer=keras.optimizers.Adam(learning_rate=0.005),
)
full_history = full_triage.fit(train_tickets, train_labels, epochs=3, verbose=0)
### END SOLUTION

# %% grade="triage_tickets"
where = "Exercise triage_tickets: "
assert full_triage is not ..., where + "replace the dots by a model."
assert isinstance(full_triage, keras.Model), where + "this is no Keras model."
names = sorted(tensor.name for tensor in full_triage.inputs)
named = f"the inputs should be title, body and tags, not {names}."
assert names == ["body", "tags", "title"], where + named
tried = full_triage({name: x[:10] for name, x in valid_tickets.items()})
if not isinstance(tried, dict):
    tried = dict(zip(full_triage.output_names, tried, strict=True))
named = f"name the outputs priority and department, not {list(tried)}."
assert sorted(tried) == ["department", "priority"], where + named
shapes = {name: tuple(output.shape) for name, output in tried.items()}
right = {"priority": (10, 1), "department": (10, 5)}
assert shapes == right, where + f"ten tickets give {shapes}, not {right}."
print("The visible check of triage_tickets passed.")

# %% [markdown]
# ## Look inside
#
# With the body, our answer to the exercise rises from about 0.6 to 0.8 for the
# priority, and from 0.86 to 0.95 for the department: this input is worth its
# columns.
#
# A functional model is a graph, and you can ask it for its parts.
# `model.inputs` and `model.outputs` are its ends, `model.layers` its layers.
# Each layer has the symbolic tensors that go in and come out: `layer.input`
# and `layer.output`.

# %%
print("inputs: ", [tensor.name for tensor in triage.inputs])
print("outputs:", triage.output_names)
print("layers: ", [layer.name for layer in triage.layers])
print("priority takes", triage.get_layer("priority").input.shape)

# %% [markdown]
# Older books write `layer.input_shape`. It is gone; write `layer.input.shape`,
# as above.

# %% tags=["raises-exception"]
# %xmode Minimal
triage.get_layer("priority").input_shape

# %% [markdown]
# Since the tensors are still there, you can make *another model over the same
# layers*: its inputs are the old ones, and its output is any tensor between.
# No layer is built, and nothing is trained. As an example, a model that gives
# what goes *into* the layer `shared`:

# %%
before_shared = keras.Model(
    inputs=triage.inputs,
    outputs=triage.get_layer("shared").input,
)
columns_in = before_shared.predict(valid_title_tags, verbose=0)
print("output:", columns_in.shape)
print("parameters:", before_shared.count_params())

# %% [markdown]
# A thousand tickets, and the columns that `shared` gets for each. This model
# has no parameters. To take the *output* of an inner layer is called
# **feature extraction**: the layer has learned to describe a ticket in a few
# numbers, and these can be used for something else.
#
# ### Exercise `inner_features`
#
# 1. Make `inner`, a model with the inputs of `triage` (same names, same
#    widths), whose one output is the **output** of the layer `shared` of
#    `triage`. It uses the layers of `triage` themselves: build no new layer
#    with weights, and copy none.
# 2. Set `widths` to a pair of numbers: how many numbers of one ticket go into
#    `shared`, and how many come out.
#
# <details><summary>Hint</summary>One word differs from the example above. What
# comes out of a layer?</details>
# <details><summary>Deeper
# hint</summary><code>triage.get_layer("shared").output</code> is a tensor, and
# a tensor has a <code>shape</code>. Its first entry is the batch, the last one
# the width.</details>

# %% solution="inner_features"
inner = ...
widths = ...
### BEGIN SOLUTION
middle = triage.get_layer("shared")
inner = keras.Model(inputs=triage.inputs, outputs=middle.output)
widths = (middle.input.shape[-1], middle.output.shape[-1])
### END SOLUTION

# %% grade="inner_features"
where = "Exercise inner_features: "
assert inner is not ..., where + "replace the dots by a model."
assert isinstance(inner, keras.Model), where + "inner is no Keras model."
ten = {name: rows[:10] for name, rows in valid_title_tags.items()}
assert inner(ten) is not None, where + "inner gives nothing."
assert widths is not ..., where + "set widths, too."
assert len(widths) == 2, where + "widths is a pair of numbers."
for width in widths:
    found = f"widths holds two numbers, not shapes such as {width}."
    assert np.ndim(width) == 0, where + found
print("The visible check of inner_features passed.")

# %% [markdown]
# ## A third question
#
# The shop likes `triage` and asks for more: how much work will a ticket be,
# *quick*, *medium* or *difficult*? You need not start again. The layer
# `shared` already describes a ticket, so let a third head grow from it.
#
# The other heads are in use, and must not change. So the old layers are
# **frozen**: with `layer.trainable = False` training leaves a layer's weights
# as they are. Set it *before* you call `compile`.
#
# Here is the same idea on the diamonds. The new head grows from the layer
# `hidden` of `with_aux` and answers whether a stone costs more than 5,000
# dollars.

# %%
for layer in with_aux.layers:
    layer.trainable = False

middle_output = with_aux.get_layer("hidden").output
new_head = keras.layers.Dense(1, activation="sigmoid", name="expensive")
expensive = new_head(middle_output)
grown = keras.Model(
    inputs=with_aux.inputs,
    outputs={**with_aux.output, "expensive": expensive},
)
print("outputs:", grown.output_names)
for weight in grown.trainable_weights:
    print("to train:", weight.path, weight.shape)

# %% [markdown]
# Only the kernel and the bias of the new head are trained. `with_aux.output`
# is the dict of the old outputs, and `{**with_aux.output, "expensive":
# expensive}` is a new dict with all of them and one more.
#
# **Predict before you run:** the model has three outputs. Does `fit` need the
# labels of all three?

# %%
is_expensive = (y_train > 5).astype("float32")
keras.utils.set_random_seed(3)
grown.compile(
    loss={"expensive": "binary_crossentropy"},
    optimizer=keras.optimizers.Adam(learning_rate=0.01),
)
history = grown.fit(
    {"grades": grades_train, "sizes": sizes_train},
    {"expensive": is_expensive},
    epochs=2,
    verbose=0,
)

# %% tags=["tolerance-0.05"]
probability = grown.predict(two_inputs_valid, verbose=0)["expensive"]
right = (probability > 0.5) == (y_valid > 5)
print(f"baseline, never expensive: accuracy {np.mean(y_valid <= 5):.2f}")
print(f"new head: accuracy {right.mean():.2f}")

# %% [markdown]
# `fit` needs one: where `compile` has a loss for one output and no metrics,
# the labels of this output are enough. As soon as you also ask for `metrics`,
# Keras wants the labels of all outputs.
#
# Now the labels for the tickets, and their baseline. The department's
# probabilities are kept in `department_before`, to see later that the old
# heads have not changed:

# %%
difficulties = ["quick", "medium", "difficult"]
difficulty = tickets["difficulty"].map(difficulties.index).to_numpy()
train_difficulty, valid_difficulty = difficulty[:3000], difficulty[3000:]
before = triage.predict(valid_title_tags, verbose=0)
department_before = before["department"]
share = np.bincount(valid_difficulty).max() / 1000
print(f"difficulty, always the same: accuracy {share:.2f}")

# %% [markdown]
# ### Exercise `third_output`
#
# Make `desk`, a model over the layers of `triage`, with the inputs of `triage`
# and **three** outputs: `priority` and `department` of `triage`, and
# `difficulty`, a new head that grows from the output of `shared` and gives a
# probability for each of the three answers, of which one is right.
#
# Train the new head on the first 3,000 tickets; 4 epochs are enough. On
# tickets that you never saw, its accuracy must be at least **0.43**, and its
# cross-entropy at most **1.03**. (A baseline that always answers with the
# three shares has 0.38 and 1.08 there.) The old heads must give the same
# outputs as before.
#
# <details><summary>Hint</summary>Three steps: freeze the old layers; call a
# new layer on a tensor of <code>triage</code>; make a new
# <code>keras.Model</code>, compile and fit it. Which output layer have three
# classes that exclude each other?</details>
# <details><summary>Deeper hint</summary><code>desk.compile(loss={"difficulty":
# …}, …)</code> trains this head alone, and <code>{"difficulty":
# train_difficulty}</code> are its labels. <code>Adam(0.01)</code> and 4 epochs
# will do. Did you change the old heads already? Run the cells of “One trunk,
# two heads” again, and those behind them.</details>

# %% solution="third_output"
desk = ...
### BEGIN SOLUTION
for layer in triage.layers:
    layer.trainable = False
third = keras.layers.Dense(3, activation="softmax", name="difficulty")
work = third(triage.get_layer("shared").output)
desk = keras.Model(
    inputs=triage.inputs,
    outputs={**triage.output, "difficulty": work},
)
desk.compile(
    loss={"difficulty": "sparse_categorical_crossentropy"},
    optimizer=keras.optimizers.Adam(learning_rate=0.01),
)
desk_history = desk.fit(
    train_title_tags,
    {"difficulty": train_difficulty},
    epochs=4,
    verbose=0,
)
### END SOLUTION

# %% grade="third_output"
where = "Exercise third_output: "
assert desk is not ..., where + "replace the dots by a model."
assert isinstance(desk, keras.Model), where + "desk is no Keras model."
ten = {name: rows[:10] for name, rows in valid_title_tags.items()}
tried = desk(ten)
if not isinstance(tried, dict):
    tried = dict(zip(desk.output_names, tried, strict=True))
three = ["department", "difficulty", "priority"]
named = f"the outputs should be named {three}, not {list(tried)}."
assert sorted(tried) == three, where + named
shape = tuple(tried["difficulty"].shape)
found = f"for ten tickets difficulty has the shape {shape}, not (10, 3)."
assert shape == (10, 3), where + found
print("The visible check of third_output passed.")

# %% [markdown]
# ## What you have done
#
# Our new head is right for about 0.52 of the tickets, where the commonest
# answer is right for 0.39. It has 99 new parameters, and stands on a layer
# that was trained for other questions.
#
# In this lesson you have
#
# - built a network as a graph: layers called on symbolic tensors, and
#   `keras.Model` from the inputs to the outputs;
# - joined a wide and a deep path, and seen which wrong tensors give no error;
# - passed several inputs in order and by name, and measured what an input is
#   worth;
# - given each output its loss, its loss weight and its metrics;
# - taken the output of an inner layer, and let a third output grow from it.
#
# In lesson 04 a layer is called twice, and a model becomes a layer.
#
# ## Going further
#
# - What are the grades worth to the small trunk of `with_aux`, compared with a
#   Wide & Deep network on all eight features? Train both with three seeds, and
#   compare the difference with the scatter between the seeds. H.-T. Cheng and
#   others, [*Wide & Deep Learning for Recommender
#   Systems*](https://arxiv.org/abs/1606.07792), 2016.
# - Two questions on one trunk can help each other, or get in each other's way.
#   Train `full_triage` with one head alone, then with both: what changes? R.
#   Caruana, *Multitask Learning*, Machine Learning, 1997.
# - With the old layers frozen, 99 parameters learn the difficulty. How much
#   better is the head if `shared` may learn, too, with a small learning rate,
#   and what happens to the old heads? [Transfer learning and
#   fine-tuning](https://keras.io/guides/transfer_learning/).
#
# **Where this comes from.** Wide & Deep: H.-T. Cheng and others, 2016, as
# above. Auxiliary outputs: C. Szegedy and others, *Going Deeper with
# Convolutions*, 2015; the doubt about them: C. Szegedy and others, *Rethinking
# the Inception Architecture for Computer Vision*, 2016. One trunk for several
# questions: R. Caruana, 1997, as above. Documentation: [the functional
# API](https://keras.io/guides/functional_api/),
# [`plot_model`](https://keras.io/api/utils/model_plotting_utils/), [the
# `Model` class](https://keras.io/api/models/model/).

# %% [markdown]
# # 03 · The functional API: networks with more than one way through
#
# A `Sequential` model is a pile: one thing goes in at the top, one thing comes out at the bottom. Much of the world isn't like that. A support
# ticket has a title, a text and tags, and two people want to know two things about it. For that you draw the network as a **graph**.
#
# **You will be able to**
#
# - *draw* a network as a graph of layers called on tensors, and read its picture;
# - *join* paths: Wide & Deep, several inputs, passed in order or by name;
# - *grow* several outputs, each with its loss, metrics and weight;
# - *open* a trained network and grow a new output from its middle;
# - *say* with a score what an extra input or output bought.
#
# **You need first:** lessons 01 and 02 (`Dense`, `compile`, `fit`, `Normalization`, baselines).
#
# **Time:** 90 minutes.

# %%
import coursework

DATA = coursework.setup(seed=3)

import tempfile

import keras
import numpy as np
import pandas as pd
import tensorflow as tf


def draw(model):
    """Show a model as a picture of its graph, with names and the shape of every tensor."""
    with tempfile.TemporaryDirectory() as folder:
        picture = f"{folder}/model.png"
        return keras.utils.plot_model(model, to_file=picture, show_shapes=True, show_layer_names=True, dpi=60)


# %% [markdown]
# ## Diamonds again
#
# The table of lesson 02, with the length and width of each stone this time, and without the slips of the pen. The order of the columns matters today:
#
# | column | 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 |
# |---|---|---|---|---|---|---|---|---|
# | feature | clarity | cut | color | carat | depth | table | length | width |
#
# Columns 0–2 are **grades** that an expert gave. Columns 3–7 are **sizes** that anybody with a ruler and scales can take.

# %%
stones = pd.read_csv(DATA / "diamonds" / "diamonds.csv.gz").drop_duplicates()
stones = stones[(stones["x"] > 0) & (stones["y"] > 0) & (stones["y"] < 30)].iloc[::6]
ladders = {
    "cut": ["Fair", "Good", "Very Good", "Premium", "Ideal"],
    "color": ["J", "I", "H", "G", "F", "E", "D"],
    "clarity": ["I1", "SI2", "SI1", "VS2", "VS1", "VVS2", "VVS1", "IF"],
}
for column, ladder in ladders.items():
    stones[column] = stones[column].map({grade: step for step, grade in enumerate(ladder)})
x = stones[["clarity", "cut", "color", "carat", "depth", "table", "x", "y"]].to_numpy("float32")
y = stones["price"].to_numpy("float32") / 1000
order = np.random.default_rng(3).permutation(len(x))
train, valid, test = np.split(order, [int(0.6 * len(x)), int(0.8 * len(x))])
train_x, valid_x, test_x = x[train], x[valid], x[test]
train_y, valid_y, test_y = y[train], y[valid], y[test]
print(train_x.shape, valid_x.shape, test_x.shape)


# %% [markdown]
# Shuffled, then split, as always. Two helpers spare us copies: a `Normalization` layer that has learned from the training rows it is given, and the RMSE.


# %%
def adapted(rows):
    """Return a Normalization layer that has learned mean and variance of these rows."""
    layer = keras.layers.Normalization()
    layer.adapt(rows)
    return layer


def rmse(said, true):
    """Return the root mean squared error, flat against flat."""
    return float(np.sqrt(np.mean((np.ravel(said) - true) ** 2)))


print("baseline, always the mean price:", round(rmse(np.full(len(valid_y), train_y.mean()), valid_y)))

# %% [markdown]
# Off by 4 thousand dollars: that is what knowing nothing costs.
#
# ## The same model twice
#
# First as a pile, as you know it. Then as a graph: you make an input, call a layer **on** it, call the next layer on what came out, and at the end name the two
# ends. **Predict before you run:** will the two have the same number of parameters?

# %%
pile = keras.Sequential(
    [keras.Input(shape=(8,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1)]
)

inputs = keras.Input(shape=(8,))
hidden = keras.layers.Dense(16, activation="relu")(inputs)
price = keras.layers.Dense(1)(hidden)
graph = keras.Model(inputs=inputs, outputs=price)
print("parameters:", pile.count_params(), graph.count_params())

# %% [markdown]
# The same: 8 × 16 + 16 + 16 × 1 + 1 = 161. What are `inputs` and `hidden`, then? **Predict before you run:** numbers, layers, or something else?

# %%
print(type(hidden).__name__, hidden.shape, hidden.dtype)

# %% [markdown]
# A **symbolic tensor**. It holds no numbers, only a promise: "when data comes, here will be a batch (`None`: of any size) of 16 numbers each, and I
# remember which layer makes them from what". `keras.Model` walks these memories back from the outputs to the inputs, and finds the graph.
#
# Are the two models the same? They were born with different random weights. Copy them over and ask both.

# %%
graph.set_weights(pile.get_weights())
print("same answers:", np.allclose(graph.predict(valid_x, verbose=0), pile.predict(valid_x, verbose=0)))

# %% [markdown]
# Two ways to write one network. Two slips are easy here. The first: a shape is a tuple, and `(8)` is no tuple, it is the number 8. The comma makes the tuple.

# %% tags=["raises-exception"]
keras.Input(shape=(8))

# %% [markdown]
# The second stands in old books: `input=` and `output=`. Today they are called `inputs=` and `outputs=`, as above.

# %% tags=["raises-exception"]
keras.Model(input=inputs, output=price)

# %% [markdown]
# ### Your turn: `redraw_pile`
#
# Below is `tower`, a `Sequential` model. Draw the same network with the functional API, as `redrawn`: layers of the same sizes and activations, and **the same answers** for every stone.
#
# <details><summary>Hint</summary>A new layer has new random weights. What did we do about that above? There is a second way: a layer object may be called again.</details>
# <details><summary>Deeper hint</summary>Either build fresh layers and end with <code>set_weights</code>; or loop over <code>tower.layers</code> and call each on what the one before gave.</details>

# %%
tower = keras.Sequential(
    [
        keras.Input(shape=(8,)),
        keras.layers.Dense(24, activation="relu"),
        keras.layers.Dense(12, activation="tanh"),
        keras.layers.Dense(1),
    ]
)

# %% solution="redraw_pile"
redrawn = ...
### BEGIN SOLUTION
stone = keras.Input(shape=(8,))
path = keras.layers.Dense(24, activation="relu")(stone)
path = keras.layers.Dense(12, activation="tanh")(path)
redrawn = keras.Model(inputs=stone, outputs=keras.layers.Dense(1)(path))
redrawn.set_weights(tower.get_weights())
### END SOLUTION

# %% grade="redraw_pile"
assert redrawn is not ..., "Exercise redraw_pile: replace the dots by a model."
assert isinstance(redrawn, keras.Model), "Exercise redraw_pile: redrawn is not a Keras model."
assert redrawn.count_params() == tower.count_params(), (
    f"Exercise redraw_pile: tower has {tower.count_params()} parameters, redrawn {redrawn.count_params()}."
)

# %% [markdown]
# ## Wide & Deep
#
# A graph can do what no pile can: **fork and join**. In a *Wide & Deep* network the input takes two ways to the output. The **deep** path goes through hidden layers and
# finds patterns. The **wide** path goes straight to the end, so that plain rules ("more carat, more money") need not squeeze through. A `Concatenate` layer puts the two side by side.

# %%
inputs = keras.Input(shape=(8,))
normalized = adapted(train_x)(inputs)
deep = keras.layers.Dense(32, activation="relu")(normalized)
deep = keras.layers.Dense(16, activation="relu")(deep)
joined = keras.layers.Concatenate()([normalized, deep])
price = keras.layers.Dense(1)(joined)
wide_and_deep = keras.Model(inputs=inputs, outputs=price)
draw(wide_and_deep)

# %% [markdown]
# *Picture:* a graph from top to bottom. An input of 8 goes into Normalization. Behind it the way forks: one arrow goes through Dense (32) and Dense (16), the other straight down to Concatenate, which
# takes (None, 8) and (None, 16) and gives (None, 24). A Dense layer makes 1 number of them.
#
# Read the shapes at `Concatenate`: 8 + 16 = 24. If you expect 24 and see another number, a wrong tensor went in.
#
# Two wrong tensors are popular, and neither raises an error. One: the wide path starts at `inputs` instead of `normalized`. Shapes agree, all runs. **Predict before you run:**
# how large are the numbers that then stand side by side?

# %%
raw = np.abs(train_x).mean(axis=0).max()
scaled = np.abs(adapted(train_x)(train_x)).mean(axis=0).max()
print(f"largest column mean of sizes: raw {raw:.0f}, normalised {scaled:.0f}")

# %% [markdown]
# Raw, the column `depth` shouts with 62 where the others speak with 1. Both paths want the **same normalised** tensor. The other popular slip is to name every tensor `x1`, `x2`, `x3` and to join the first hidden
# layer instead of the last. Then the second hidden layer has no way to the output, and `keras.Model` leaves it out of the graph without a word:

# %%
first = keras.layers.Dense(32, activation="relu")(normalized)
second = keras.layers.Dense(16, activation="relu")(first)
slip = keras.Model(inputs, keras.layers.Dense(1)(keras.layers.Concatenate()([normalized, first])))
print("layers in the model:", len(slip.layers))

# %% [markdown]
# Five: input, normalisation, one hidden layer, concatenation, output. The layer of 16 is gone. So count `model.layers`, and look at the picture: a layer that you miss there has no way to an output.
#
# ### Your turn: `wide_and_deep`
#
# The California blocks of lesson 02 again: 8 raw features, and the question whether homes there are worth much, 0 or 1. Build `wide_and_deep_blocks`, a Wide & Deep model with **one** input of 8 raw features. Inside: normalisation learned from
# the right rows, a deep path of **two or more** hidden layers, a wide path, and the ending that gives the probability of a 1. No need to compile or train it.
#
# <details><summary>Hint</summary>The graph is the one above. Which rows may a scale be learned from? Which ending belongs to a yes-or-no question?</details>
# <details><summary>Deeper hint</summary>Give every tensor a name that says what it is: <code>normalized</code>, <code>first</code>, <code>second</code>. The list that goes into <code>Concatenate</code> holds the normalised features and the end of the deep path.
# A probability of one thing: one unit, <code>sigmoid</code>.</details>

# %%
blocks = pd.read_csv(DATA / "california" / "california.csv.gz")
blocks_x = blocks.drop(columns="high_value").to_numpy("float32")
rows = np.random.default_rng(4).permutation(len(blocks_x))
blocks_train, blocks_valid, blocks_test = np.split(blocks_x[rows], [8000, 11000])
print(blocks_train.shape, blocks_valid.shape, blocks_test.shape)

# %% solution="wide_and_deep"
wide_and_deep_blocks = ...
### BEGIN SOLUTION
block = keras.Input(shape=(8,))
block_scaled = adapted(blocks_train)(block)
first = keras.layers.Dense(32, activation="relu")(block_scaled)
second = keras.layers.Dense(16, activation="relu")(first)
both = keras.layers.Concatenate()([block_scaled, second])
worth = keras.layers.Dense(1, activation="sigmoid")(both)
wide_and_deep_blocks = keras.Model(inputs=block, outputs=worth)
### END SOLUTION

# %% grade="wide_and_deep"
assert wide_and_deep_blocks is not ..., "Exercise wide_and_deep: replace the dots by a model."
assert isinstance(wide_and_deep_blocks, keras.Model), "Exercise wide_and_deep: this is not a Keras model."
assert wide_and_deep_blocks(blocks_valid[:5]).shape[0] == 5, (
    "Exercise wide_and_deep: five blocks went in, so five answers should come out."
)

# %% [markdown]
# ## Several inputs
#
# Suppose that the grades come from one office and the sizes from another. Then the network has two inputs. Each gets a **name**, and each its own normalisation.


# %%
def pricer_of(*parts):
    """Return a network that joins the inputs with these names and prices a stone."""
    columns = {"grades": slice(0, 3), "sizes": slice(3, 8)}
    entries = {part: keras.Input(shape=train_x[:, columns[part]].shape[1:], name=part) for part in parts}
    scaled = [adapted(train_x[:, columns[part]])(entry) for part, entry in entries.items()]
    joined = keras.layers.Concatenate()(scaled) if len(scaled) > 1 else scaled[0]
    hidden = keras.layers.Dense(32, activation="relu")(joined)
    hidden = keras.layers.Dense(16, activation="relu")(hidden)
    model = keras.Model(inputs=list(entries.values()), outputs=keras.layers.Dense(1)(hidden))
    model.compile(loss="mse", optimizer=keras.optimizers.Adam(0.01))
    return model


pricer = pricer_of("grades", "sizes")
draw(pricer)

# %% [markdown]
# *Picture:* two inputs at the top, `grades` with 3 numbers and `sizes` with 5, each with a Normalization below. They meet in a Concatenate of 8, and go on through Dense layers of 32, 16 and 1.
#
# A model with two inputs wants two arrays. You can pass them **in order**, as a tuple (or list), or **by name**, as a dict. **Predict before you run:** is the order of a dict's entries important?

# %%
grades, sizes = valid_x[:, :3], valid_x[:, 3:]
in_order = pricer.predict((grades, sizes), verbose=0)
by_name = pricer.predict({"sizes": sizes, "grades": grades}, verbose=0)
print("same answers:", np.allclose(in_order, by_name))

# %% [markdown]
# It isn't: names decide. With a tuple the order decides, and if both inputs had the same width, a swapped pair would run without a word and price nonsense. So prefer names.
# A wrong name is told at once:

# %% tags=["raises-exception"]
pricer.predict({"sizes": sizes, "grade": grades}, verbose=0)

# %% [markdown]
# Read the error: which names came, and which were expected.
#
# And what does the second input **buy**? Train one network with sizes alone, and one with both. **Predict before you run:** the straight-line model on all eight features is off by about 1.2 thousand dollars.
# How far off is a network that doesn't know the grades?

# %%
scores = {}
for parts in [("sizes",), ("grades", "sizes")]:
    keras.utils.set_random_seed(3)
    model = pricer_of(*parts)
    fed = {"grades": train_x[:, :3], "sizes": train_x[:, 3:]}
    model.fit({part: fed[part] for part in parts}, train_y, epochs=3, batch_size=64, verbose=0)
    seen = {"grades": grades, "sizes": sizes}
    scores[parts] = rmse(model.predict({part: seen[part] for part in parts}, verbose=0), valid_y)
print("sizes alone: RMSE between 1.2 and 1.8:", 1.2 < scores[("sizes",)] < 1.8)
print("both inputs: RMSE below 1.1:", scores[("grades", "sizes")] < 1.1)

# %% [markdown]
# Without grades, about 1.45 thousand dollars off: worse than a straight line that sees them, and no hidden layer helps. With both, about 0.8. That difference is what the second input bought: nearly half the error.
#
# ### Your turn: `feed_inputs`
#
# Complete `feed(rows)`. It takes an array of shape `(n, 8)` with columns in the order of the table at the top, and returns a pair: first the **tuple** and then the **dict** that `pricer` wants.
# It must work for a single stone, of shape `(1, 8)`, too.
#
# <details><summary>Hint</summary>How many columns belong to which input? A slice of columns keeps the rows: <code>rows[:, 2:4]</code> has two columns, 2 and 3.</details>
# <details><summary>Deeper hint</summary>The tuple's order is that of <code>pricer.inputs</code>. The dict's keys are the names that were given to <code>keras.Input</code>. Return two things with a comma between them.</details>


# %% solution="feed_inputs"
def feed(rows):
    """Return the columns of rows as a tuple and as a dict, as `pricer` takes them."""
    ### BEGIN SOLUTION
    grades, sizes = rows[:, :3], rows[:, 3:]
    return (grades, sizes), {"grades": grades, "sizes": sizes}
    ### END SOLUTION


# %% grade="feed_inputs"
fed = feed(valid_x[:4])
assert fed is not None, "Exercise feed_inputs: the function `feed` returns nothing yet."
assert len(fed) == 2, f"Exercise feed_inputs: a pair is asked for, {len(fed)} things came back."
assert isinstance(fed[0], tuple), "Exercise feed_inputs: the first of the pair is a tuple."
assert isinstance(fed[1], dict), "Exercise feed_inputs: the second of the pair is a dict."
assert all(len(part) == 4 for part in fed[0]), "Exercise feed_inputs: four stones went in."

# %% [markdown]
# ### Your turn: `two_inputs`
#
# Now two inputs **and** two paths. Features may go both ways. Build `two_ways`, which prices a stone, from an input named `wide` with features **0–4** and an input named `deep` with features **2–7** (2, 3 and 4 are in both).
# Normalise both, each with a scale of its own. `deep` goes through two or more hidden layers, `wide` straight to the place where they join. No training.
#
# <details><summary>Hint</summary>How many numbers are 0–4, and how many 2–7? In Python, a slice's end is not part of it.</details>
# <details><summary>Deeper hint</summary><code>train_x[:, :5]</code> and <code>train_x[:, 2:]</code> are what the two scales learn from: the two arrays have different widths, so one layer can't do both. Join the normalised
# wide features with the last hidden layer, and remember how a regressor ends.</details>

# %% solution="two_inputs"
two_ways = ...
### BEGIN SOLUTION
wide = keras.Input(shape=(5,), name="wide")
deep = keras.Input(shape=(6,), name="deep")
wide_scaled = adapted(train_x[:, :5])(wide)
deep_scaled = adapted(train_x[:, 2:])(deep)
first = keras.layers.Dense(32, activation="relu")(deep_scaled)
second = keras.layers.Dense(16, activation="relu")(first)
both = keras.layers.Concatenate()([wide_scaled, second])
two_ways = keras.Model(inputs=[wide, deep], outputs=keras.layers.Dense(1)(both))
### END SOLUTION

# %% grade="two_inputs"
assert two_ways is not ..., "Exercise two_inputs: replace the dots by a model."
assert isinstance(two_ways, keras.Model), "Exercise two_inputs: two_ways is not a Keras model."
assert len(two_ways.inputs) == 2, f"Exercise two_inputs: the model has {len(two_ways.inputs)} input(s)."
said = two_ways({"wide": valid_x[:5, :5], "deep": valid_x[:5, 2:]})
assert said.shape[0] == 5, "Exercise two_inputs: five stones went in, so five answers should come out."

# %% [markdown]
# ## Several outputs
#
# A network may end more than once. Here a second, **auxiliary** output sits on the path of the sizes and guesses the price from these alone. Nobody will use its guess. It is there for the training: it pushes that path to be
# of use **by itself**, instead of leaning on the other. Such a push is a mild *regulariser*.

# %%
keras.utils.set_random_seed(3)
grades_in, sizes_in = keras.Input((3,), name="grades"), keras.Input((5,), name="sizes")
sizes_path = keras.layers.Dense(32, activation="relu")(adapted(train_x[:, 3:])(sizes_in))
joined = keras.layers.Concatenate()([adapted(train_x[:, :3])(grades_in), sizes_path])
hidden = keras.layers.Dense(32, activation="relu")(joined)
price = keras.layers.Dense(1, name="price")(hidden)
aux = keras.layers.Dense(1, name="aux")(sizes_path)
helped = keras.Model([grades_in, sizes_in], {"price": price, "aux": aux})
draw(helped)

# %% [markdown]
# *Picture:* the inputs `grades` and `sizes` at the top. The sizes go through Normalization and Dense (32). There the way forks: to the small output `aux`, and to a Concatenate with the normalised grades, from which a Dense (32) leads to the output `price`.
#
# Each output gets **its own** loss and its own metrics, by name. The network can follow one number only, so Keras adds the losses up, each times its **loss weight**:
#
# $$\text{loss} = 0.9 \cdot \text{loss}_\text{price} + 0.1 \cdot \text{loss}_\text{aux}$$
#
# If the price's MSE is 0.7 and the auxiliary one 2.0, the sum is 0.9 × 0.7 + 0.1 × 2.0 = 0.83.
# Targets go by name too. **Predict before you run:** which numbers will `evaluate` give?

# %%
helped.compile(
    loss={"price": "mse", "aux": "mse"},
    loss_weights={"price": 0.9, "aux": 0.1},
    metrics={"price": [keras.metrics.RootMeanSquaredError(name="rmse")]},
    optimizer=keras.optimizers.Adam(0.01),
)
train_fed = {"grades": train_x[:, :3], "sizes": train_x[:, 3:]}
helped.fit(train_fed, {"price": train_y, "aux": train_y}, epochs=3, batch_size=64, verbose=0)
valid_fed = {"grades": grades, "sizes": sizes}
valid_labels = {"price": valid_y, "aux": valid_y}
score = helped.evaluate(valid_fed, valid_labels, batch_size=len(valid_y), return_dict=True, verbose=0)
print(sorted(score))
print("the sum:", np.isclose(score["loss"], 0.9 * score["price_loss"] + 0.1 * score["aux_loss"]))

# %% [markdown]
# One `loss`, the weighted sum; a loss for each output; and the metric, with its output's name in front. Ask by name, never by place: without `return_dict=True` you get a bare list of numbers.
#
# Why `batch_size=len(valid_y)`, all stones at once? With many batches the sum fits only about: Keras averages the losses of the outputs over batches, and a small last batch counts as much as a full one.
#
# `predict` answers in the shape that you gave the outputs, here a dict:

# %%
said = helped.predict(valid_fed, verbose=0)
print({name: column.shape for name, column in said.items()})
main, side = rmse(said["price"], valid_y), rmse(said["aux"], valid_y)
print(f"main output below 1.1: {main < 1.1}, auxiliary output between 1.2 and 1.8: {1.2 < side < 1.8}")

# %% [markdown]
# What did the auxiliary output buy? Be honest: here, nothing in the main score. In three seeds tried on a Wide & Deep network with and without it, the main RMSE went from 0.73, 0.78 and 0.76 to 0.76, 0.78 and 0.78: no more than chance. What it did
# buy is a path that stands on its own: ask `aux` alone, when the expert's grades are missing, and you are off by about 1.45, as well as the network with sizes alone. In very deep networks, an extra output in the middle
# has been worth more, since it brings the slope to early layers.
#
# One old habit raises an error. With several outputs, a flat list of metrics is nobody's:

# %% tags=["raises-exception"]
helped.compile(loss="mse", metrics=["mae"])
helped.evaluate(valid_fed, {"price": valid_y, "aux": valid_y}, verbose=0)

# %% [markdown]
# The error asks for a dict, or a list that matches the outputs: `metrics={"price": ["mae"]}`.
#
# ### Your turn: `aux_output`
#
# Build and compile `two_headed`: one input of the 8 raw features, Wide & Deep with two or more hidden layers as in the section above, and **two** outputs called `price` and `aux`. `price` sees both paths, `aux` sees the **deep** path alone. Both learn the price, with MSE.
# The main output weighs **0.8** in the loss, the auxiliary one **0.2**. The RMSE is a metric of `price`. No training.
#
# <details><summary>Hint</summary>Take the Wide & Deep code and let a second output grow. From which tensor, before or behind the <code>Concatenate</code>?</details>
# <details><summary>Deeper hint</summary>Give the outputs as a dict, <code>{"price": …, "aux": …}</code>. Then <code>loss</code>, <code>loss_weights</code> and <code>metrics</code> are dicts with the same keys; the metrics' dict needs one key only.</details>

# %% solution="aux_output"
two_headed = ...
### BEGIN SOLUTION
stone = keras.Input(shape=(8,))
scaled = adapted(train_x)(stone)
deep = keras.layers.Dense(32, activation="relu")(scaled)
deep = keras.layers.Dense(16, activation="relu")(deep)
both = keras.layers.Concatenate()([scaled, deep])
two_headed = keras.Model(stone, {"price": keras.layers.Dense(1)(both), "aux": keras.layers.Dense(1)(deep)})
two_headed.compile(
    loss={"price": "mse", "aux": "mse"},
    loss_weights={"price": 0.8, "aux": 0.2},
    metrics={"price": [keras.metrics.RootMeanSquaredError()]},
)
### END SOLUTION

# %% grade="aux_output"
assert two_headed is not ..., "Exercise aux_output: replace the dots by a model."
assert isinstance(two_headed, keras.Model), "Exercise aux_output: two_headed is not a Keras model."
assert len(two_headed.outputs) == 2, f"Exercise aux_output: it has {len(two_headed.outputs)} output(s)."
assert two_headed.compiled, "Exercise aux_output: the model is not compiled yet."

# %% [markdown]
# ## Support tickets
#
# A shop for smart-home devices gets messages. Two questions come with each: does it go first (`priority`, 0 or 1), and whose is it (`department`, one of five)? The shop's data are made by the course, and each has three parts.

# %%
tickets = pd.read_csv(DATA / "tickets" / "tickets.csv.gz")
tickets = tickets.iloc[np.random.default_rng(5).permutation(len(tickets))[:5000]].reset_index(drop=True)
for column in ["title", "body", "tags", "priority", "department"]:
    print(f"{column:10} {tickets[column][1]}")

# %% [markdown]
# A network wants numbers. The plainest way for a text is a **bag of words**: one column for each word of the training rows, 1 if the word is there, 0 if not. The order of words is lost; a later lesson keeps it. Tags become columns in the same way.

# %%
from sklearn.feature_extraction.text import CountVectorizer


def bag(column):
    """Return the texts of a column as rows of 0 and 1; words are those of the first 3,000 tickets."""
    words = CountVectorizer(binary=True, dtype="float32").fit(tickets[column][:3000])
    return words.transform(tickets[column]).toarray()


departments = sorted(set(tickets["department"]))
fed = {
    "title": bag("title"),
    "body": bag("body"),
    "tags": tickets["tags"].str.get_dummies("|").to_numpy("float32"),
}
labels = {
    "priority": tickets["priority"].to_numpy("float32"),
    "department": tickets["department"].map(departments.index).to_numpy(),
}
print({name: array.shape[1] for name, array in fed.items()})
print("departments:", departments)

# %% [markdown]
# The first 3,000 tickets are for training, the next 1,000 for validation, the rest for a test. Baselines first. **Predict before you run:** five departments, about equally many tickets each. What does it score to name always the same?


# %%
def part(arrays, names, rows):
    """Return the rows of the named arrays, in a dict."""
    return {name: arrays[name][rows] for name in names}


first, after = slice(0, 3000), slice(3000, 4000)
priority_base = max(labels["priority"][after].mean(), 1 - labels["priority"][after].mean())
department_base = np.bincount(labels["department"][after]).max() / 1000
print(f"baselines: priority {priority_base:.2f}, department {department_base:.2f}")

# %% [markdown]
# ## One trunk, two heads
#
# Both questions ask about the same ticket, so they share what can be shared. Title and tags join, a hidden layer called `shared` makes 32 numbers of them, and two **heads** read these numbers. Each head has the ending of its question:
#
# | output | question | ending | loss |
# |---|---|---|---|
# | `priority` | yes or no | 1 unit, sigmoid | binary cross-entropy |
# | `department` | one of five | 5 units, softmax | sparse categorical cross-entropy |

# %%
keras.utils.set_random_seed(4)
title = keras.Input((fed["title"].shape[1],), name="title")
tags = keras.Input((fed["tags"].shape[1],), name="tags")
shared = keras.layers.Dense(32, activation="relu", name="shared")(keras.layers.Concatenate()([title, tags]))
heads = {
    "priority": keras.layers.Dense(1, activation="sigmoid", name="priority")(shared),
    "department": keras.layers.Dense(5, activation="softmax", name="department")(shared),
}
triage = keras.Model({"title": title, "tags": tags}, heads)
triage.compile(
    loss={"priority": "binary_crossentropy", "department": "sparse_categorical_crossentropy"},
    metrics={"priority": ["accuracy"], "department": ["accuracy"]},
    optimizer=keras.optimizers.Adam(0.005),
)
triage.fit(
    part(fed, ["title", "tags"], first), part(labels, heads, first), epochs=3, batch_size=64, verbose=0
)
draw(triage)

# %% [markdown]
# *Picture:* the inputs `title` and `tags` (28 numbers) meet in a Concatenate. A Dense layer `shared` makes 32 numbers of them, and from it two arrows lead to the outputs `priority` (1) and `department` (5), side by side.
#
# Both heads hang on `shared`, not one on the other. A head behind a head would see a single number of what is known. Now the scores. **Predict before you run:** which head does well, which badly, knowing title and tags alone?

# %%
score = triage.evaluate(
    part(fed, ["title", "tags"], after), part(labels, heads, after), return_dict=True, verbose=0
)
print("department above 0.75:", score["department_accuracy"] > 0.75)
print("priority above 0.72:", score["priority_accuracy"] > 0.72)

# %% [markdown]
# The department is found for about 85 in 100, far above the baseline. Priority stays near its baseline of about 0.63: a title shouting "URGENT" means nothing, and what hurts whom until when stands in the body. One input is missing.
#
# ### Your turn: `triage_tickets`
#
# Build `full_triage`, with **three** inputs named `title`, `body` and `tags`, and the two outputs `priority` and `department`; compile it, and fit it on the first 3,000 tickets, for at most 6 epochs. On tickets that you never saw it must reach an accuracy above
# **0.90** for the department and **0.70** for the priority.
#
# <details><summary>Hint</summary>One more <code>Input</code>, and one more tensor in a list. Endings and losses stay pairs.</details>
# <details><summary>Deeper hint</summary>The body's width is <code>fed["body"].shape[1]</code>. Join all three inputs, one hidden layer of 32 behind them, both heads on that. <code>Adam(0.005)</code> and 3 epochs will do.
# Department labels are numbers 0 to 4, not one-hot: which cross-entropy takes those?</details>

# %% solution="triage_tickets"
full_triage = ...
### BEGIN SOLUTION
parts = {name: keras.Input(shape=fed[name].shape[1:], name=name) for name in ["title", "body", "tags"]}
trunk = keras.layers.Dense(32, activation="relu")(keras.layers.Concatenate()(list(parts.values())))
answers = {
    "priority": keras.layers.Dense(1, activation="sigmoid", name="priority")(trunk),
    "department": keras.layers.Dense(5, activation="softmax", name="department")(trunk),
}
full_triage = keras.Model(parts, answers)
full_triage.compile(
    loss={"priority": "binary_crossentropy", "department": "sparse_categorical_crossentropy"},
    optimizer=keras.optimizers.Adam(0.005),
)
full_log = full_triage.fit(part(fed, parts, first), part(labels, answers, first), epochs=3, verbose=0)
### END SOLUTION

# %% grade="triage_tickets"
assert full_triage is not ..., "Exercise triage_tickets: replace the dots by a model."
assert isinstance(full_triage, keras.Model), "Exercise triage_tickets: full_triage is not a Keras model."
assert len(full_triage.inputs) == 3, f"Exercise triage_tickets: it has {len(full_triage.inputs)} inputs."
assert len(full_triage.outputs) == 2, f"Exercise triage_tickets: it has {len(full_triage.outputs)} outputs."

# %% [markdown]
# ## Look inside
#
# The body buys much for the priority, from about 0.64 to about 0.81, and takes the department from 0.85 to 0.95. The score tells that the input was worth its columns.
#
# A functional model is a graph, and a graph can be walked. `model.inputs` and `model.outputs` are its ends, `model.layers` its layers, and each layer knows the symbolic tensors that go in and come out: `layer.input`, `layer.output`.

# %%
print("inputs: ", sorted(tensor.name for tensor in triage.inputs))
print("outputs:", sorted(triage.output_names))
print("layers: ", [layer.name for layer in triage.layers if layer.weights])
print("the department's head takes", triage.get_layer("department").input.shape)

# %% [markdown]
# Older books write `layer.input_shape`. Read the last line of the error; the current way is `layer.input.shape`, as above.

# %% tags=["raises-exception"]
triage.get_layer("department").input_shape

# %% [markdown]
# Since the tensors are still there, you can draw **another model over the same layers**: its inputs are the old ones, its output any tensor on the way. Nothing is built again, nothing trained. For a taste, a model that gives the joined input of the layer `shared`:

# %%
joiner = keras.Model(triage.inputs, triage.get_layer("shared").input)
print(joiner.predict(part(fed, ["title", "tags"], after), verbose=0).shape, joiner.count_params())

# %% [markdown]
# A thousand tickets, and what `shared` is given for each. This model has no parameters of its own: it is a window. Looking at an inner layer's **output** is called *feature extraction*: the layer has learned to say in a few numbers what matters about a ticket.
#
# ### Your turn: `inner_features`
#
# 1. Make `inner`, a model that takes what `triage` takes, and gives what its layer `shared` **says**. Build no new layer.
# 2. Set `widths` to a pair: how many numbers a ticket brings into `shared`, and how many come out. Let the layer tell you.
#
# <details><summary>Hint</summary>One word differs from the window above. What comes out of a layer?</details>
# <details><summary>Deeper hint</summary><code>triage.get_layer("shared").output</code> is a tensor, and tensors have a <code>shape</code>, whose first entry is the batch.</details>

# %% solution="inner_features"
inner = ...
widths = ...
### BEGIN SOLUTION
middle = triage.get_layer("shared")
inner = keras.Model(triage.inputs, middle.output)
widths = (middle.input.shape[-1], middle.output.shape[-1])
### END SOLUTION

# %% grade="inner_features"
assert inner is not ..., "Exercise inner_features: replace the dots by a model."
assert isinstance(inner, keras.Model), "Exercise inner_features: inner is not a Keras model."
assert widths is not ..., "Exercise inner_features: set widths, too."
assert len(widths) == 2, "Exercise inner_features: widths is a pair of numbers."

# %% [markdown]
# ## A third question
#
# The shop likes `triage`, and asks for more: how much work will a ticket be, *quick*, *medium* or *difficult*? No need to start again. `shared` knows much about a ticket: grow a third head from it.
#
# But the other heads are in use, and must not change. So the old layers get **frozen** before `compile`: `layer.trainable = False`. A model that was compiled and fitted already doesn't notice it until you compile again. We write down what the old heads say now, to see that they say it later.
#
# Here is a toy of the same plan, on the diamonds: a *dear or not* head, grown from the middle of `helped`.

# %%
dear = keras.layers.Dense(1, activation="sigmoid", name="dear")(hidden)
for layer in helped.layers:
    layer.trainable = False
grown = keras.Model(helped.inputs, {**helped.output, "dear": dear})
print("outputs:", sorted(grown.output_names))
print("parameters to train:", sum(int(np.prod(w.shape)) for w in grown.trainable_weights))

# %% [markdown]
# 32 weights and a bias: the new head alone. `{**helped.output, "dear": dear}` is a new dict with all the old outputs and one more. When such a model is fitted with a loss for one output only, it still wants the labels of all; the losses that you leave out count nothing.

# %%
difficulties = ["quick", "medium", "difficult"]
labels["difficulty"] = tickets["difficulty"].map(difficulties.index).to_numpy()
difficulty_base = np.bincount(labels["difficulty"][after]).max() / 1000
said_before = triage.predict(part(fed, ["title", "tags"], after), verbose=0)["department"]
print(f"baseline for difficulty: {difficulty_base:.1f}")

# %% [markdown]
# ### Your turn: `third_output`
#
# Make `desk`, a model over the layers of `triage` with **three** outputs: `priority`, `department`, and `difficulty`, grown from `shared`. Train the new head on the first 3,000 tickets, for at most 8 epochs. On tickets that you never saw it must reach an accuracy above **0.43** and a cross-entropy below **1.03**: who always gives the shares of the three answers has 0.38 and 1.08.
# The old heads must answer as before.
#
# <details><summary>Hint</summary>Three steps: a new layer called on a tensor of <code>triage</code>; freeze; a new <code>keras.Model</code>, compiled and fitted. Three exclusive classes: which ending?</details>
# <details><summary>Deeper hint</summary><code>desk.compile(loss={"difficulty": …}, …)</code> trains that head alone. Fit with <code>part(labels, desk.output_names, first)</code> as labels, so that all three are there. <code>Adam(0.01)</code>, 4 epochs.
# Did you change old heads already? Run the cell that trains <code>triage</code> again, and those behind it.</details>

# %% solution="third_output"
desk = ...
### BEGIN SOLUTION
for layer in triage.layers:
    layer.trainable = False
third = keras.layers.Dense(3, activation="softmax", name="difficulty")
desk = keras.Model(triage.inputs, {**triage.output, "difficulty": third(triage.get_layer("shared").output)})
desk.compile(loss={"difficulty": "sparse_categorical_crossentropy"}, optimizer=keras.optimizers.Adam(0.01))
desk_log = desk.fit(
    part(fed, ["title", "tags"], first), part(labels, desk.output_names, first), epochs=4, verbose=0
)
### END SOLUTION

# %% grade="third_output"
assert desk is not ..., "Exercise third_output: replace the dots by a model."
assert isinstance(desk, keras.Model), "Exercise third_output: desk is not a Keras model."
assert len(desk.outputs) == 3, f"Exercise third_output: desk has {len(desk.outputs)} outputs."

# %% [markdown]
# ## What you have done
#
# The new head reaches about 0.5 where always the commonest answer gets 0.4. That came for 99 new parameters, from a layer that was never told what *difficult* means. Had `triage` read the body, there would be more to find.
#
# In this lesson you have
#
# - drawn a network as a graph: layers called on symbolic tensors, and `keras.Model` from end to end;
# - joined a wide and a deep path, and seen which wrong tensors run without a word;
# - fed several inputs in order and by name, and measured what an input buys;
# - given each output its loss, weight and metrics, and an auxiliary output its honest score;
# - opened a trained network, and grown a third output from its middle.
#
# In lesson 04 layers get used twice, and models become layers.
#
# **Where the ideas come from.** Wide & Deep: H.-T. Cheng and others, *Wide & Deep Learning for Recommender Systems*, 2016. Auxiliary outputs: C. Szegedy and others, *Going Deeper with Convolutions*, 2015. One trunk for several
# tasks: R. Caruana, *Multitask Learning*, Machine Learning, 1997. Documentation: [the functional API](https://keras.io/guides/functional_api/),
# [transfer learning and freezing](https://keras.io/guides/transfer_learning/), [plot_model](https://keras.io/api/utils/model_plotting_utils/).

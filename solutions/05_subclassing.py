# %% [markdown]
# # 05 · Subclassing: layers and models of your own
#
# So far you have put networks together from Keras's parts. Today you make parts: a class of your own, which can loop, decide and count while it computes. That freedom has a price, and you learn to
# pay it: Keras can look into a graph that it drew itself, but not into your Python.
#
# **You will be able to**
#
# - *write* a model or a layer as a class, and keep its layers and weights where Keras finds them;
# - *hand on* the `training` argument, and loop and decide inside `call`;
# - *feed* a class with a dict of inputs and get a dict of outputs back;
# - *add* a loss from inside a layer;
# - *win back* what a class loses: shapes, picture, settings.
#
# **You need first:** lesson 03 (the functional API), and Python classes: `__init__`, `self`, a method.
#
# **Time:** 90 minutes.

# %%
import coursework

DATA = coursework.setup(seed=3)

import tempfile
import warnings

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
# ## Diamonds, ready to feed
#
# The diamonds of lesson 03, eight numbers a stone, and the price in thousands of dollars. This time they are normalised once, before any model sees them, with what the **training** rows say. So the classes below hold what is new today, and no more.

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
raw = stones[["clarity", "cut", "color", "carat", "depth", "table", "x", "y"]].to_numpy("float32")
y = stones["price"].to_numpy("float32")[:, np.newaxis] / 1000
train, valid = np.split(np.random.default_rng(3).permutation(len(raw)), [6000])

# %%
scale = keras.layers.Normalization()
scale.adapt(raw[train])
train_x, valid_x = (keras.ops.convert_to_numpy(scale(raw[rows])) for rows in (train, valid))
train_y, valid_y = y[train], y[valid]


def rmse(said):
    """Return the root mean squared error on the validation stones, in thousands of dollars."""
    return float(np.sqrt(np.mean((said - valid_y) ** 2)))


print(train_x.shape, valid_x.shape)
print("baseline, always the mean price:", round(rmse(train_y.mean())))

# %% [markdown]
# Off by 4 thousand dollars: the price of knowing nothing.
#
# ## A model as a class
#
# A class of a model has two methods. `__init__` **makes** the layers and keeps them on `self`. `call` **uses** them: it says what happens to a batch. Here a tower of hidden layers, as many as you ask for:


# %%
class Tower(keras.Model):
    """Hidden layers of the given widths, one on the other, and one linear unit at the end."""

    def __init__(self, units, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden = [
            keras.layers.Dense(width, activation, name=f"hidden_{n}") for n, width in enumerate(units)
        ]
        self.ending = keras.layers.Dense(1, name="ending")

    def call(self, x):
        for layer in self.hidden:
            x = layer(x)
        return self.ending(x)


# %% [markdown]
# `super().__init__(**kwargs)` comes first: Keras sets up its book-keeping there, and takes arguments of its own, such as `name`.
#
# **Predict before you run:** how many weight arrays does a tower of two hidden layers have before it has seen a stone, and how many after?

# %%
tower = Tower([32, 16], name="tower")
print("before the first call:", len(tower.weights))
said = tower(train_x[:4])
print("after it:", len(tower.weights), "arrays,", tower.count_params(), "parameters, answer", said.shape)

# %% [markdown]
# None, then six: a kernel and a bias for each of three layers. Until the first call nobody knows how many numbers a stone brings. The sum is 8 × 32 + 32 + 32 × 16 + 16 + 16 + 1 = 833.
#
# From here on it is a model like any other.

# %%
tower.compile(loss="mse", optimizer=keras.optimizers.Adam(0.01))
tower.fit(train_x, train_y, epochs=3, batch_size=64, verbose=0)
print("RMSE below 1.1:", rmse(tower.predict(valid_x, verbose=0)) < 1.1)

# %% [markdown]
# About 0.8, where the baseline is off by 4. The class learns as well as the graphs of lesson 03.
#
# ## `Layer` against `Model`
#
# There are two classes to build on, `keras.layers.Layer` and `keras.Model`. What is the difference? Ask them.

# %%
print("a model is a layer:", issubclass(keras.Model, keras.layers.Layer))
abilities = ["call", "weights", "losses", "fit", "evaluate", "predict", "save", "summary", "layers"]
print("a model's alone:", [name for name in abilities if not hasattr(keras.layers.Layer, name)])

# %% [markdown]
# Every model is a layer; it can be called in another model. What it has more is the outer world: training, judging, saving, looking inside. So a **part** (a block, an attention head, a scale) is a `Layer`, and **the whole** that you train is a `Model`.
#
# ## Where layers are kept
#
# Keras finds a layer when it hangs on `self`, alone or in a list, a tuple or a dict, and when it was made in `__init__`. Whatever is kept elsewhere still computes. It only isn't found, and you get no word about it. Three slips, then. The first: a layer made inside `call`.


# %%
class Forgetful(keras.Model):
    """Makes its last layer anew in every call."""

    def __init__(self):
        super().__init__()
        self.hidden = keras.layers.Dense(16, activation="relu")

    def call(self, x):
        return keras.layers.Dense(1)(self.hidden(x))


forgetful = Forgetful()
once, twice = forgetful(valid_x), forgetful(valid_x)
print("arrays found:", len(forgetful.weights), "of 4")
print("same stones, same answer:", np.allclose(once, twice))

# %% [markdown]
# A new layer in each call has new random weights: the model rolls dice. When you fit it, Keras stops you, with words that take some reading:

# %% tags=["raises-exception"]
forgetful.compile(loss="mse")
forgetful.fit(train_x, train_y, verbose=0)

# %% [markdown]
# *Only singleton tf.Variables created on the first call*: a weight may be made once, not in every step. The second slip is quieter. Here a plain function keeps the layer. **Predict before you run:** will it learn?

# %%
last = keras.layers.Dense(1)


def finish(hidden):
    """Give the last layer's answer."""
    return last(hidden)


class Outsourced(keras.Model):
    """Calls a function that uses a layer, which the model does not hold."""

    def __init__(self):
        super().__init__()
        self.hidden = keras.layers.Dense(16, activation="relu")

    def call(self, x):
        return finish(self.hidden(x))


# %%
outsourced = Outsourced()
outsourced(train_x[:4])
before = last.get_weights()[0]
outsourced.compile(loss="mse")
outsourced.fit(train_x, train_y, verbose=0)
print("arrays found:", len(outsourced.weights), "of 4")
print("the last layer as before:", np.array_equal(before, last.get_weights()[0]))

# %% [markdown]
# No error, no warning: `fit` trains what it finds, and `last` keeps its random numbers. It would be missing in a saved file, too. So count the arrays: layers × 2 for plain `Dense` layers.
#
# The third slip: one **object** where you want several. `[layer] * 3` is a list with the same layer three times, and so is a loop that appends a layer made before the loop. A comprehension calls the **class** anew each time. The same trap waits with initialisers:
# an initialiser **object** that two layers share gives both the same numbers.

# %%
one_object = [keras.layers.Dense(8)] * 3
three_objects = [keras.layers.Dense(8) for _ in range(3)]
print("layers:", len({id(layer) for layer in one_object}), len({id(layer) for layer in three_objects}))

start = keras.initializers.GlorotUniform()
shared = [keras.layers.Dense(8, kernel_initializer=start) for _ in range(2)]
named = [keras.layers.Dense(8, kernel_initializer="glorot_uniform") for _ in range(2)]
for layer in [*shared, *named]:
    layer.build((None, 8))
print("shared initialiser, same kernels:", np.array_equal(shared[0].kernel, shared[1].kernel))
print("initialiser by name, same kernels:", np.array_equal(named[0].kernel, named[1].kernel))

# %% [markdown]
# Two layers that start with the same numbers are a waste. Give each its own initialiser, or its name.
#
# ### Your turn: `wide_and_deep_class`
#
# Write the class `WideAndDeep`, a model. `WideAndDeep(first, second)` has a **deep** path: a hidden layer of `first` units, then one of `second`, both with ReLU. It joins the end of the deep path with the **input itself**, and ends in one linear unit. The features come in normalised.
#
# <details><summary>Hint</summary>Which layers does it take? All are made in <code>__init__</code>, with the widths that come in; <code>call</code> makes none.</details>
# <details><summary>Deeper hint</summary>Three <code>Dense</code> layers and a <code>Concatenate</code>. In <code>call</code>, keep the input under its name: you need it twice. It goes into the first layer, and, next to the second layer's answer, into the list that is joined.</details>

# %% solution="wide_and_deep_class"
WideAndDeep = ...
### BEGIN SOLUTION


class WideAndDeep(keras.Model):
    """A deep path of two hidden layers, joined with its input."""

    def __init__(self, first, second):
        super().__init__()
        self.first = keras.layers.Dense(first, activation="relu")
        self.second = keras.layers.Dense(second, activation="relu")
        self.join = keras.layers.Concatenate()
        self.ending = keras.layers.Dense(1)

    def call(self, x):
        deep = self.second(self.first(x))
        return self.ending(self.join([x, deep]))


### END SOLUTION

# %% grade="wide_and_deep_class"
assert WideAndDeep is not ..., "Exercise wide_and_deep_class: replace the dots by a class."
assert isinstance(WideAndDeep, type) and issubclass(WideAndDeep, keras.Model), (
    "Exercise wide_and_deep_class: WideAndDeep is not a class of models."
)
tried = WideAndDeep(32, 16)
assert tried(valid_x[:5]).shape == (5, 1), (
    "Exercise wide_and_deep_class: five stones went in, so five prices should come out, of shape (5, 1)."
)
assert tried.weights, (
    "Exercise wide_and_deep_class: Keras finds no weights in your model. Where are its layers?"
)

# %% [markdown]
# ## Training or not
#
# Some layers act otherwise while training. Dropout drops units then, and lets all through later. BatchNormalization scales by the batch then, and by what it has seen later. They are told by an argument of `call`: `training`, True or False. Here a layer that adds noise, which makes a
# model less fond of single digits. It must stop when the model is used.


# %%
class Noise(keras.layers.Layer):
    """Adds random numbers of the given size, in training only."""

    def __init__(self, size, **kwargs):
        super().__init__(**kwargs)
        self.size = size

    def call(self, x, training=False):
        if training:
            return x + self.size * keras.random.normal(keras.ops.shape(x))
        return x


noise = Noise(0.1)
for training in (True, False):
    print(f"training={training}: unchanged {np.array_equal(noise(valid_x, training=training), valid_x)}")

# %% [markdown]
# `training` is a plain Python value, so a plain `if` decides. `fit` says True; `predict` and `evaluate` say False. But whom do they tell? Your model's `call`, **if it takes that argument**. A layer that writes down what it hears shows it. **Predict before you run:** what does the layer hear in a model whose `call` takes no `training`?

# %%
heard = []


class Witness(keras.layers.Layer):
    """Writes down what it is told about training."""

    def call(self, x, training=None):
        heard.append(training)
        return x


# %%
class Deaf(keras.Model):
    """Its call takes no `training`."""

    def __init__(self):
        super().__init__()
        self.witness, self.ending = Witness(), keras.layers.Dense(1)

    def call(self, x):
        return self.ending(self.witness(x))


class Listening(Deaf):
    """Its call takes `training` and hands it on."""

    def call(self, x, training=None):
        return self.ending(self.witness(x, training=training))


# %%
for kind in (Deaf, Listening):
    model = kind()
    model.compile(loss="mse", run_eagerly=True)
    model(train_x[:4])
    heard.clear()
    model.fit(train_x[:4], train_y[:4], verbose=0)
    model.predict(valid_x[:4], verbose=0)
    print(f"{kind.__name__}: fit {heard[0]}, predict {heard[-1]}")

# %% [markdown]
# In the deaf model the layer is never told that it is training, so a Dropout there would never drop, and a BatchNormalization would never learn its mean. Nothing warns you. Write `training=None` into the signature of `call`, and hand it on; Keras also passes it by itself from an outer call
# to the inner ones, but only when the outermost `call` takes it.
#
# The opposite slip makes more noise: a `call` that **ignores** what it is told.


# %%
class AlwaysDropping(keras.Model):
    """Its Dropout never switches off."""

    def __init__(self):
        super().__init__()
        self.dropout, self.ending = keras.layers.Dropout(0.5), keras.layers.Dense(1)

    def call(self, x, training=None):
        return self.ending(self.dropout(x, training=True))


dropping = AlwaysDropping()
print("same stones, same answer:", np.allclose(dropping(valid_x), dropping(valid_x)))

# %% [markdown]
# Ask twice, get two prices. That is the test: outside training the same question gets the same answer.
#
# ## Loops and conditions
#
# `Tower` has a **loop** in its `call`, and `Noise` a **condition**. Both hang on plain Python values: a list of layers, a True or False. Python decides while the graph is drawn. What about a condition on the **data**? "If a number is negative, halve it" sounds like an `if`.


# %%
class HalveNegative(keras.layers.Layer):
    """Halves what is negative, it hopes."""

    def call(self, x):
        if x < 0:
            return x / 2
        return x


# %% [markdown]
# **Predict before you run:** `x` is a whole batch here. Is a batch negative?

# %% tags=["raises-exception"]
HalveNegative()(keras.Input((8,)))

# %% [markdown]
# *Using a symbolic tensor as a Python bool is not allowed*: while the graph is drawn there are no numbers to look at, and a batch has many answers. A condition on data is an operation that decides **for each number**: `keras.ops.where(condition, then, otherwise)`.


# %%
class HalveNegativeNow(keras.layers.Layer):
    """Halves what is negative."""

    def call(self, x):
        return keras.ops.where(x < 0, x / 2, x)


print(HalveNegativeNow()(np.array([[-4.0, 6.0]], dtype="float32")).numpy())

# %% [markdown]
# So: Python's `for` and `if` for **settings**, `keras.ops` for **data**.
#
# Old code puts TensorFlow's functions between layers, straight on symbolic tensors. That raises today. Read which two ways out the error names:

# %% tags=["raises-exception"]
tf.reduce_mean(keras.Input((8,)), axis=1)

# %% [markdown]
# Either an operation of `keras.ops` (`keras.ops.mean`), or a layer of your own round the function: inside `call`, TensorFlow's own tensors arrive.
#
# ### Your turn: `optional_layers`
#
# Write the class `MLP`, a model with switches. `MLP(units, rate=0.0, normalise=False)` has a hidden `Dense` layer with ReLU for each width in the list `units`, and one linear unit at the end. Behind **each** hidden layer comes
#
# - a `BatchNormalization`, if `normalise` is True,
# - then a `Dropout` of the given `rate`, if the rate is above 0.
#
# `fit` must reach both, and `predict` must find them at rest.
#
# <details><summary>Hint</summary>Lists of layers in <code>__init__</code>, a loop in <code>call</code>. Dropout has no weights, so one object may serve all. May one BatchNormalization, too?</details>
# <details><summary>Deeper hint</summary>Keep <code>rate</code> and <code>normalise</code> on <code>self</code>, and ask them with <code>if</code> in the loop. The signature is <code>call(self, x, training=None)</code>; hand <code>training</code> to the layers that care.
# With <code>zip(self.hidden, self.scales)</code> a loop gets two layers at a time.</details>

# %% solution="optional_layers"
MLP = ...
### BEGIN SOLUTION


class MLP(keras.Model):
    """Hidden layers with optional BatchNormalization and Dropout behind each."""

    def __init__(self, units, rate=0.0, normalise=False):
        super().__init__()
        self.hidden = [keras.layers.Dense(width, activation="relu") for width in units]
        self.scales = [keras.layers.BatchNormalization() for _ in units] if normalise else []
        self.dropout = keras.layers.Dropout(rate)
        self.ending = keras.layers.Dense(1)

    def call(self, x, training=None):
        for number, layer in enumerate(self.hidden):
            x = layer(x)
            if self.scales:
                x = self.scales[number](x, training=training)
            x = self.dropout(x, training=training)
        return self.ending(x)


### END SOLUTION

# %% grade="optional_layers"
assert MLP is not ..., "Exercise optional_layers: replace the dots by a class."
assert isinstance(MLP, type) and issubclass(MLP, keras.Model), (
    "Exercise optional_layers: MLP is not a class of models."
)
plain, full = MLP([16, 8]), MLP([16, 8], rate=0.5, normalise=True)
assert plain(valid_x[:5]).shape == full(valid_x[:5]).shape == (5, 1), (
    "Exercise optional_layers: five stones went in, so five prices should come out, of shape (5, 1)."
)
assert len(full.weights) > len(plain.weights), (
    "Exercise optional_layers: with normalise=True the model should have more weights than without."
)

# %% [markdown]
# ## A dict goes in, a dict comes out
#
# The support tickets of lesson 03: title, body and tags come in; wanted are the `priority` (0 or 1) and the `department` (one of five). A text becomes a bag of words, one column for each word of the first 3,000 tickets.

# %%
from sklearn.feature_extraction.text import CountVectorizer

tickets = pd.read_csv(DATA / "tickets" / "tickets.csv.gz")
tickets = tickets.iloc[np.random.default_rng(5).permutation(len(tickets))[:4000]].reset_index(drop=True)


def bag(column):
    """Return the texts of a column as rows of 0 and 1; words are those of the first 3,000 tickets."""
    words = CountVectorizer(binary=True, dtype="float32").fit(tickets[column][:3000])
    return words.transform(tickets[column]).toarray()


fed = {
    "title": bag("title"),
    "body": bag("body"),
    "tags": tickets["tags"].str.get_dummies("|").to_numpy("float32"),
}
urgent = tickets["priority"].to_numpy("float32")[:, np.newaxis]
first = {name: rows[:3000] for name, rows in fed.items()}
after = {name: rows[3000:] for name, rows in fed.items()}
print({name: rows.shape for name, rows in first.items()})

# %% [markdown]
# Whatever you feed, `call` gets: a dict of arrays arrives there as a dict of tensors. This class is told in `__init__` which parts to read, and loops over their names.


# %%
class Urgency(keras.Model):
    """Reads the named parts of a ticket, and says how probable it is that the ticket goes first."""

    def __init__(self, names):
        super().__init__()
        self.names = names
        self.hidden = keras.layers.Dense(32, activation="relu")
        self.ending = keras.layers.Dense(1, activation="sigmoid")

    def call(self, ticket):
        joined = keras.ops.concatenate([ticket[name] for name in self.names], axis=-1)
        return self.ending(self.hidden(joined))


# %% [markdown]
# It takes the parts **by name**. `ticket.values()` would give them in the order in which somebody wrote the dict, and another order would feed titles to the weights that learned tags.
#
# What does the body buy? **Predict before you run:** "URGENT" in a title means nothing in this shop, and the tags tell the customer's plan.

# %%
always = max(urgent[3000:].mean(), 1 - urgent[3000:].mean())
print(f"baseline, always the commonest: {always:.1f}")
for names in (["title", "tags"], ["title", "body", "tags"]):
    keras.utils.set_random_seed(4)
    model = Urgency(names)
    model.compile(loss="binary_crossentropy", metrics=["accuracy"], optimizer=keras.optimizers.Adam(0.005))
    model.fit(first, urgent[:3000], epochs=3, batch_size=64, verbose=0)
    score = model.evaluate(after, urgent[3000:], return_dict=True, verbose=0)["accuracy"]
    print(f"{' + '.join(names)}: accuracy above 0.74: {score > 0.74}")

# %% [markdown]
# Without the body it is no better than always saying "this can wait" (0.63); with it, about 0.81 are right. One class, two models: what a setting costs or buys is asked by another argument.
#
# An answer can be a dict, too: `return {"price": …, "sold": …}` from `call`, and `compile` takes losses under the same names, as in lesson 03. Each head reads the **same** hidden tensor. So keep that tensor under a name: if you call everything `x`, the second head soon sits on the first.
#
# ### Your turn: `ticket_class`
#
# Write the class `TicketDesk`, a model. `TicketDesk(units, departments)` takes a dict with `title`, `body` and `tags`, joins the three, and reads them with one hidden layer of `units` (ReLU). It returns a dict with two answers about each ticket:
#
# - `priority`: the probability that it goes first,
# - `department`: a probability for each of so many `departments`, of which one is right.
#
# It must give the same answers in whatever order the dict was written.
#
# <details><summary>Hint</summary>One hidden layer, two heads. What does each head read? Which ending has a yes-or-no, and which a choice of one among several?</details>
# <details><summary>Deeper hint</summary>Four layers in <code>__init__</code> at most. In <code>call</code> give the hidden layer's answer a name of its own, <code>shared</code>, and build the dict from it: both heads are called on <code>shared</code>.</details>

# %% solution="ticket_class"
TicketDesk = ...
### BEGIN SOLUTION


class TicketDesk(keras.Model):
    """One hidden layer on a ticket's three parts, and two heads."""

    def __init__(self, units, departments):
        super().__init__()
        self.hidden = keras.layers.Dense(units, activation="relu")
        self.priority = keras.layers.Dense(1, activation="sigmoid")
        self.department = keras.layers.Dense(departments, activation="softmax")

    def call(self, ticket):
        parts = [ticket["title"], ticket["body"], ticket["tags"]]
        shared = self.hidden(keras.ops.concatenate(parts, axis=-1))
        return {"priority": self.priority(shared), "department": self.department(shared)}


### END SOLUTION

# %% grade="ticket_class"
assert TicketDesk is not ..., "Exercise ticket_class: replace the dots by a class."
assert isinstance(TicketDesk, type) and issubclass(TicketDesk, keras.Model), (
    "Exercise ticket_class: TicketDesk is not a class of models."
)
told = TicketDesk(32, 5)({name: rows[:6] for name, rows in fed.items()})
assert isinstance(told, dict), f"Exercise ticket_class: a dict should come out, not a {type(told).__name__}."
assert {name: len(rows) for name, rows in told.items()} == {"priority": 6, "department": 6}, (
    "Exercise ticket_class: six tickets went in; look at the names and lengths of the two answers."
)

# %% [markdown]
# ## A layer with weights of its own
#
# So far the weights were those of layers inside. A layer can hold weights itself. It makes them in **`build`**, which Keras calls once, right before the first `call`, with the shape of what comes in: only then is it known how many numbers there are. `add_weight` makes a weight **and** writes it into the books. Here is `Dense`, made by hand:


# %%
class Linear(keras.layers.Layer):
    """As many sums of the inputs as asked for, each with weights of its own."""

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        shape = (input_shape[-1], self.units)
        self.kernel = self.add_weight(shape=shape, initializer="glorot_uniform", name="kernel")
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros", name="bias")

    def call(self, x):
        return keras.ops.matmul(x, self.kernel) + self.bias


# %%
linear, dense = Linear(3), keras.layers.Dense(3)
linear(valid_x), dense(valid_x)
dense.set_weights(linear.get_weights())
print({weight.name: weight.shape for weight in linear.trainable_weights})
print("as Keras's own:", np.allclose(linear(valid_x), dense(valid_x), atol=1e-5))

# %% [markdown]
# Eight features and three units: 8 × 3 + 3 = 27 parameters, and the same answers as Keras's own layer. Much old code makes a `tf.Variable` instead. **Predict before you run:** how many weights will Keras find?


# %%
class Untracked(keras.layers.Layer):
    """Keeps its weight in a TensorFlow variable."""

    def build(self, input_shape):
        self.kernel = tf.Variable(tf.ones((input_shape[-1], 1)))

    def call(self, x):
        return keras.ops.matmul(x, self.kernel)


untracked = Untracked()
print("answer", untracked(valid_x[:4]).shape, "with weights:", len(untracked.trainable_weights))

# %% [markdown]
# None. It computes, and it never learns: neither the optimiser nor `save` knows it. `self.add_weight` is the way.
#
# ## A loss from inside
#
# The loss in `compile` sees the answers. Sometimes a layer wants to say something about its own inside: "these numbers should stay small". It says so with `self.add_loss(number)` in `call`, and Keras adds that to the loss of the step. This layer changes nothing; it complains when loud numbers pass through:


# %%
class Calm(keras.layers.Layer):
    """Lets all through, and adds the mean square of what passes, times a strength, to the loss."""

    def __init__(self, strength, **kwargs):
        super().__init__(**kwargs)
        self.strength = strength

    def call(self, x):
        self.add_loss(self.strength * keras.ops.mean(keras.ops.square(x)))
        return x


calm = Calm(0.5)
calm(np.array([[1.0, 3.0]], dtype="float32"))
print([float(loss) for loss in calm.losses])

# %% [markdown]
# In numbers: 0.5 × (1² + 3²) / 2 = 2.5. `losses` holds what the **last** call said; with each call the list starts anew. What does the complaint change? Two towers, one with a `Calm` behind its hidden layer:

# %%
loudness, errors = [], []
for strength in (0.0, 0.5):
    keras.utils.set_random_seed(5)
    hidden = keras.layers.Dense(32, activation="relu")
    model = keras.Sequential([keras.Input((8,)), hidden, Calm(strength), keras.layers.Dense(1)])
    model.compile(loss="mse", optimizer=keras.optimizers.Adam(0.01))
    model.fit(train_x, train_y, epochs=5, batch_size=64, verbose=0)
    loudness.append(float(np.mean(np.square(hidden(valid_x)))))
    errors.append(rmse(model.predict(valid_x, verbose=0)))
print("less than two thirds as loud:", loudness[1] < loudness[0] * 2 / 3)
print("both RMSE below 1.1:", max(errors) < 1.1)

# %% [markdown]
# The mean square falls to less than half (from about 0.65 to 0.29), and the price is as good: the next layer has grown larger weights instead. Such a loss is a way to steer. What it steers towards is yours to say.
#
# Old code calls `add_loss` on a finished functional model, with a symbolic tensor, and `add_metric` beside it. Both are gone:

# %% tags=["raises-exception"]
entry = keras.Input((8,))
middle = keras.layers.Dense(4)(entry)
graph = keras.Model(entry, middle)
graph.add_loss(keras.ops.mean(middle))

# %% tags=["raises-exception"]
graph.add_metric(keras.ops.mean(middle), name="mean")

# %% [markdown]
# `NotImplementedError`, the first even without a word. The current way for the loss is a layer such as `Calm`, which may stand in any graph; for the metric, the second error says it: `compile(metrics=[…])`, or a metric object on `self`, which lesson 07 builds.
#
# ### Your turn: `feature_gates`
#
# Which of many features does a model need? Write the class `FeatureGates`, a **layer**. `FeatureGates(strength)` has one trainable number for each feature, its **gate** (all gates in one weight of that length), and multiplies each feature by its gate. All gates start at 1, so at first nothing changes. And it adds a loss: `strength` times the **sum of the gates' sizes**
# (gates 2 and −3 have sizes 2 and 3). Training then closes the gates that aren't worth their price.
#
# It must work for any number of features.
#
# <details><summary>Hint</summary>Two methods make a layer with weights: where is the number of features known, and where does a loss belong, which is due in every step?</details>
# <details><summary>Deeper hint</summary><code>self.add_weight(shape=…, initializer="ones", name="gates")</code> in <code>build</code>; the shape is a tuple with one number, the last of <code>input_shape</code>. <code>keras.ops.abs</code> gives sizes.</details>

# %% solution="feature_gates"
FeatureGates = ...
### BEGIN SOLUTION


class FeatureGates(keras.layers.Layer):
    """Multiplies each feature by a weight, and adds a loss for every open gate."""

    def __init__(self, strength):
        super().__init__()
        self.strength = strength

    def build(self, input_shape):
        self.gates = self.add_weight(shape=(input_shape[-1],), initializer="ones", name="gates")

    def call(self, x):
        self.add_loss(self.strength * keras.ops.sum(keras.ops.abs(self.gates)))
        return x * self.gates


### END SOLUTION

# %% grade="feature_gates"
assert FeatureGates is not ..., "Exercise feature_gates: replace the dots by a class."
assert isinstance(FeatureGates, type) and issubclass(FeatureGates, keras.layers.Layer), (
    "Exercise feature_gates: FeatureGates is not a class of layers."
)
gated = FeatureGates(0.1)
assert np.allclose(gated(valid_x[:5]), valid_x[:5]), (
    "Exercise feature_gates: a new layer should change nothing, since all its gates are 1."
)
assert len(gated.losses) == 1, f"Exercise feature_gates: one loss is expected, found {len(gated.losses)}."

# %% [markdown]
# ## What a class loses
#
# A functional model is **data**: a list of layers and who feeds whom. A class is **code**, and Keras can only run it. So it loses things that you are used to. Take a new tower, never called:

# %%
lost = Tower([32, 16], name="lost")
lost.summary()

# %% [markdown]
# Question marks and zeros. And its topology? No inputs, no outputs, no `layer.input`, as there is no graph:

# %% tags=["raises-exception"]
lost.inputs

# %% [markdown]
# (Old code asks a layer for `layer.input_shape`. That is gone for all layers, in graphs too; there it is `layer.input.shape`.)

# %% tags=["raises-exception"]
lost.hidden[0].input_shape

# %% [markdown]
# The picture is one lonely box:

# %%
draw(tower)

# %% [markdown]
# *Picture:* a single box, tower (Tower), with question marks for its input shape and its output shape. No layer inside is to be seen.
#
# The settings are lost, too. `get_config` should tell the arguments that make the same model again. **Predict before you run:** this little model was made with 32 units. What does it say?


# %%
class Single(keras.Model):
    """One hidden layer, and a linear unit."""

    def __init__(self, units=8, **kwargs):
        super().__init__(**kwargs)
        self.hidden = keras.layers.Dense(units, activation="relu", name="hidden")
        self.ending = keras.layers.Dense(1, name="ending")

    def call(self, x):
        return self.ending(self.hidden(x))


print("units:", Single(32).get_config()["units"])

# %% [markdown]
# Eight! Keras guesses the settings of a class from its signature. For a layer with plain arguments it guesses well. For a model it knows the defaults only, and it doesn't say that it guesses. Where an argument has no default it at least refuses:

# %% tags=["raises-exception"]
Tower([32, 16]).get_config()

# %% [markdown]
# ## Win it back
#
# Three remedies, one for each loss. **Shapes** come back when the class has a `build`: it builds its layers for a given input shape, without data. **Settings** come back when it has a `get_config`: it adds its own arguments to those of its parent, under the names that `__init__` gives them.


# %%
class Complete(Single):
    """A Single that can be built without data, and tells its settings."""

    def __init__(self, units=8, **kwargs):
        super().__init__(units, **kwargs)
        self.units = units

    def build(self, input_shape):
        self.hidden.build(input_shape)
        self.ending.build((None, self.units))

    def get_config(self):
        return {**super().get_config(), "units": self.units}


complete = Complete(32, name="complete")
complete.build((None, 8))
complete.summary()

# %% [markdown]
# Shapes and numbers, and no stone was needed. `None` stands for any number of rows. What if a class has no `build` of its own, and you call it all the same?

# %%
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    single = Single(32, name="single")
    single.build((None, 8))
print("built:", single.built, "| weights:", len(single.weights), "| warned:", len(caught) == 1)
print(str(caught[0].message).split(", despite")[0])

# %% [markdown]
# It says `built: True`, and has no weights. Keras can't know what to build; the warning is easy to miss in a long log. Now the settings, there and back:

# %%
config = complete.get_config()
again = Complete.from_config(config)
print("name:", config["name"], "| units:", config["units"], "| again:", again.units)

# %% [markdown]
# `from_config` makes a **new** model of the same kind, with new weights. Lesson 06 builds on that: a file with settings and weights.
#
# **Topology** comes back when you run `call` on symbolic tensors, and name the two ends. What comes out is a functional model over the **same** layers:

# %%
entry = keras.Input((8,), name="stone")
drawn = keras.Model(entry, complete.call(entry), name="drawn")
print("same answers:", np.allclose(drawn.predict(valid_x, verbose=0), complete.predict(valid_x, verbose=0)))
print("inner tensor:", drawn.get_layer("hidden").output.shape)
draw(drawn)

# %% [markdown]
# *Picture:* three boxes from top to bottom: the input stone of 8, the Dense layer hidden, which gives 32, and the Dense layer ending, which gives 1.
#
# That works for classes whose `call` is made of layers and `keras.ops`.
#
# ## Mix them
#
# You seldom need a class for the whole. Often the best is a **functional model with one part of your own**: a graph on the outside, freedom where it is wanted.

# %%
entry = keras.Input((8,), name="stone")
hidden = keras.layers.Dense(16, activation="relu")(Noise(0.1, name="noise")(entry))
mixed = keras.Model(entry, Single(4, name="part")(hidden))
print([(layer.name, layer.output.shape) for layer in mixed.layers if layer.name in ("noise", "part")])

# %% [markdown]
# Seen from outside, the part is a layer like any other, with a known output shape, and `fit` tells `Noise` about training. It goes the other way round as well: a class that holds a functional model, where the whole needs Python and a part is a plain graph.


# %%
class Averaged(keras.Model):
    """Asks a functional model several times, each time with some noise, and gives the mean answer."""

    def __init__(self, inner, times):
        super().__init__()
        self.inner, self.times, self.noise = inner, times, Noise(0.1)

    def call(self, x):
        answers = [self.inner(self.noise(x, training=True)) for _ in range(self.times)]
        return keras.ops.mean(keras.ops.stack(answers), axis=0)


averaged = Averaged(drawn, 5)
print("answer", averaged(valid_x[:4]).shape, "| parameters:", averaged.count_params() == drawn.count_params())

# %% [markdown]
# Five questions, one model: `self.inner` is held once, so there are as many parameters as before. (`training=True` stands here on purpose: this model wants noise also when it is used.)
#
# ### Your turn: `won_back`
#
# 1. Write the class `SturdyTower`, a `Tower` (with the same arguments `units`, `activation` and `**kwargs`) that has won back its shapes and settings: it has a `build`, so that all its weights are there without data, and a `get_config`, so that `from_config` makes a tower of the same widths, activation and name.
# 2. Set `pricer` to a **functional** model: an input of 8 features, a `SturdyTower([24, 12])` on it, and what the tower says as the output.
#
# <details><summary>Hint</summary>Start with <code>class SturdyTower(Tower):</code>; <code>call</code> is there already. Which shape does the second hidden layer get? And where will <code>get_config</code> find the widths?</details>
# <details><summary>Deeper hint</summary>In <code>build</code>, go through <code>[*self.hidden, self.ending]</code>; each layer is built for the shape that comes in, and <code>layer.compute_output_shape(shape)</code> says what goes out. In <code>__init__</code>, call
# <code>super().__init__(units, activation, **kwargs)</code> and keep the two arguments on <code>self</code>.</details>

# %% solution="won_back"
SturdyTower = ...
pricer = ...
### BEGIN SOLUTION


class SturdyTower(Tower):
    """A Tower that can be built without data, and tells its settings."""

    def __init__(self, units, activation="relu", **kwargs):
        super().__init__(units, activation, **kwargs)
        self.units = units
        self.activation = activation

    def build(self, input_shape):
        for layer in [*self.hidden, self.ending]:
            layer.build(input_shape)
            input_shape = layer.compute_output_shape(input_shape)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "activation": self.activation}


stone = keras.Input(shape=(8,))
pricer = keras.Model(stone, SturdyTower([24, 12])(stone))
### END SOLUTION

# %% grade="won_back"
assert SturdyTower is not ..., "Exercise won_back: replace the dots by a class."
assert isinstance(SturdyTower, type) and issubclass(SturdyTower, Tower), (
    "Exercise won_back: SturdyTower is not a class that extends Tower."
)
sturdy = SturdyTower([6, 4], name="sturdy")
sturdy.build((None, 8))
assert sturdy.weights, "Exercise won_back: after build((None, 8)) there are no weights yet."
assert isinstance(pricer, keras.Model), "Exercise won_back: pricer is not a Keras model yet."
assert pricer(valid_x[:5]).shape == (5, 1), "Exercise won_back: five stones go in, five prices come out."

# %% [markdown]
# ## What you have done
#
# In this lesson you have
#
# - written models and layers as classes, and kept their layers and weights where Keras finds them: on `self`, made once;
# - handed on `training`, and seen what a model does that doesn't listen;
# - used Python's loops and conditions for settings, and `keras.ops` for data;
# - fed a class with a dict, by name, and got a dict back;
# - made weights with `add_weight`, and added a loss from inside with `add_loss`;
# - won back shapes, settings and topology, with `build`, `get_config` and a run on symbolic tensors;
# - mixed both ways: a class in a graph, a graph in a class.
#
# Which way when? A pile: `Sequential`. A graph: the functional API. A part that computes something new: a `Layer`. A whole that must decide as it goes: a `Model` of your own. Lesson 06 saves them all.
#
# **Where the ideas come from.** Classes as layers, and `call` as plain code: F. Chollet, *Deep Learning with Python*, 2021. Dropout: N. Srivastava and others, *Dropout: a simple way to prevent neural networks from overfitting*, JMLR, 2014. Gates with a price, which close: R. Tibshirani,
# *Regression shrinkage and selection via the lasso*, JRSS B, 1996. Documentation: [making new layers and models via subclassing](https://keras.io/guides/making_new_layers_and_models_via_subclassing/), [the `Layer` class](https://keras.io/api/layers/base_layer/),
# [the `Model` class](https://keras.io/api/models/model/).

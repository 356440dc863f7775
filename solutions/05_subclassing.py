# %% [markdown]
# # 05 · Subclassing: layers and models of your own
#
# So far you have put models together from Keras's layers. Now you write layers and models as classes, which can loop and decide while they compute. That freedom has a price: Keras can look into a graph, but not into your Python code. You learn both, the freedom and how to pay for it.
#
# In this lesson you
#
# - *write* a model or a layer as a class, and keep its layers and weights where Keras finds them;
# - *pass on* the `training` argument, and use loops and conditions in `call`;
# - *feed* a class with a dict of inputs and get a dict of outputs back;
# - *add* a loss from inside a layer;
# - *win back* what a class loses: shapes, picture, config.
#
# **Before you start:** lesson 03 (the functional API), and Python classes: `__init__`, `self`, a method.
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
# ## Diamonds, ready for a model
#
# The diamonds of lesson 03: eight features a stone, and the price in thousands of dollars. This time the features are normalized once, before any model gets them, with the mean and standard deviation of the **training** rows. So the classes below hold what is new, and no more.

# %%
diamonds = pd.read_csv(DATA / "diamonds" / "diamonds.csv.gz")
diamonds = diamonds.drop_duplicates()
right_size = (diamonds["x"] > 0) & (diamonds["y"] > 0) & (diamonds["y"] < 30)
diamonds = diamonds[right_size].iloc[::6]
grades = {
    "cut": ["Fair", "Good", "Very Good", "Premium", "Ideal"],
    "color": ["J", "I", "H", "G", "F", "E", "D"],
    "clarity": ["I1", "SI2", "SI1", "VS2", "VS1", "VVS2", "VVS1", "IF"],
}
for column, names in grades.items():
    diamonds[column] = diamonds[column].map(names.index)
diamonds.head(3)

# %%
columns = ["clarity", "cut", "color", "carat", "depth", "table", "x", "y"]
features = diamonds[columns].to_numpy("float32")
prices = diamonds["price"].to_numpy("float32").reshape(-1, 1) / 1000
order = np.random.default_rng(3).permutation(len(features))
train, valid = order[:6000], order[6000:]

normalization = keras.layers.Normalization()
normalization.adapt(features[train])
x_train = keras.ops.convert_to_numpy(normalization(features[train]))
x_valid = keras.ops.convert_to_numpy(normalization(features[valid]))
y_train, y_valid = prices[train], prices[valid]
print("training:", x_train.shape, "validation:", x_valid.shape)


# %%
def rmse(predictions):
    """Return the root mean squared error on x_valid, in thousands of $."""
    return np.sqrt(np.mean((predictions - y_valid) ** 2))


print(f"baseline, always the mean price: RMSE {rmse(y_train.mean()):.2f}")

# %% [markdown]
# A model that knows nothing of a stone is off by about 4 thousand dollars.
#
# ## A model as a class
#
# **Subclassing** means to write a class of your own that is based on one of Keras's classes. A model's class has two methods. `__init__` *makes* the layers and keeps them on `self`. `call` *uses* them: it says how a batch of inputs becomes outputs. Here is a stack of hidden layers, as many as you ask for, with one linear unit behind them:


# %%
class Tower(keras.Model):
    """A stack of hidden layers of the given widths, and one linear unit."""

    def __init__(self, units, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden = []
        for number, width in enumerate(units, start=1):
            layer = keras.layers.Dense(
                width, activation=activation, name=f"hidden_{number}"
            )
            self.hidden.append(layer)
        self.output_layer = keras.layers.Dense(1, name="output_layer")

    def call(self, x):
        for layer in self.hidden:
            x = layer(x)
        return self.output_layer(x)


# %% [markdown]
# `super().__init__(**kwargs)` comes first: there Keras prepares to record layers and weights, and takes arguments of its own, such as `name`.
#
# **Predict before you run:** how many weight arrays does a tower of two hidden layers have before its first call, and how many after it?

# %%
tower = Tower(units=[32, 16], name="tower")
print("before the first call:", len(tower.weights), "weight arrays")
outputs = tower(x_train[:4])
print("after it:", len(tower.weights), "weight arrays")
print("parameters:", tower.count_params(), "output:", outputs.shape)

# %% [markdown]
# None, then six: a kernel and a bias for each of three layers. Until the first call nobody knows how many features a stone has. The sum is 8 × 32 + 32 + 32 × 16 + 16 + 16 × 1 + 1 = 833.
#
# From here on it is a model like any other:

# %% tags=["tolerance-30%"]
tower.compile(loss="mse", optimizer=keras.optimizers.Adam(learning_rate=0.01))
history = tower.fit(
    x_train,
    y_train,
    epochs=3,
    batch_size=64,
    validation_data=(x_valid, y_valid),
    verbose=2,
)
print(f"RMSE {rmse(tower.predict(x_valid, verbose=0)):.1f}")

# %% [markdown]
# Each line is an epoch; the loss is the mean squared error. The RMSE is about 0.8, where the baseline is off by 4. The class learns as well as the graphs of lesson 03.
#
# ## `Layer` against `Model`
#
# There are two classes to build on, `keras.layers.Layer` and `keras.Model`. What is the difference? Ask them.

# %%
print("a model is a layer:", issubclass(keras.Model, keras.layers.Layer))
for name in ["call", "weights", "losses", "fit", "evaluate", "save", "layers"]:
    in_layer = hasattr(keras.layers.Layer, name)
    print(f"{name}: {'both' if in_layer else 'only a model'}")

# %% [markdown]
# Every model is a layer; it can be called in another model. A model can do more: train, evaluate, predict, save, list its layers. So a *part* (a block, a scaling) is a `Layer`, and *the whole* that you train is a `Model`.
#
# ## Where layers are kept
#
# Keras **tracks** a layer, which means that it finds its weights, under two conditions. The layer is an attribute of `self`, alone or in a list, a tuple or a dict; and it was made in `__init__` or in `build` (a method that you meet below). A layer that is kept elsewhere still computes. But its weights are not found, and there is no error. Three mistakes show it. The first: a layer made inside `call`.


# %%
class LayerInCall(keras.Model):
    """Makes its last layer anew in every call."""

    def __init__(self):
        super().__init__()
        self.hidden = keras.layers.Dense(16, activation="relu")

    def call(self, x):
        return keras.layers.Dense(1)(self.hidden(x))


# %%
layer_in_call = LayerInCall()
first = layer_in_call(x_valid)
second = layer_in_call(x_valid)
print("weight arrays found:", len(layer_in_call.weights), "of 4")
print("same inputs, same outputs:", np.allclose(first, second))

# %% [markdown]
# A new layer in each call has new random weights, so each call gives other outputs. When you train the model, Keras raises an error:

# %% tags=["raises-exception"]
# %xmode Minimal
layer_in_call.compile(loss="mse")
layer_in_call.fit(x_train, y_train, verbose=0)

# %% [markdown]
# *tf.function only supports singleton tf.Variables created on the first call*: a weight may be made once, not in every step. The second mistake gives no error. Here a plain function uses a layer. **Predict before you run:** will that layer learn?

# %%
last_layer = keras.layers.Dense(1)


def finish(hidden):
    """Return the last layer's output."""
    return last_layer(hidden)


# %%
class LayerOutside(keras.Model):
    """Calls a function that uses a layer, which the model does not hold."""

    def __init__(self):
        super().__init__()
        self.hidden = keras.layers.Dense(16, activation="relu")

    def call(self, x):
        return finish(self.hidden(x))


# %%
layer_outside = LayerOutside()
layer_outside(x_train[:4])
before = last_layer.get_weights()[0]
layer_outside.compile(loss="mse")
layer_outside.fit(x_train, y_train, verbose=0)
after = last_layer.get_weights()[0]
print("weight arrays found:", len(layer_outside.weights), "of 4")
print("last layer as before:", np.array_equal(before, after))

# %% [markdown]
# No error and no warning: `fit` trains the weights that it finds, and `last_layer` keeps its random ones. They would be missing in a saved file, too. So count the weight arrays: two for each `Dense` layer.
#
# The third mistake: one layer *object* where you want several. `[layer] * 3` is a list with the same layer three times. A list comprehension calls the *class* anew each time. The same holds for initializers: two layers that share an initializer *object* start with the same weights.

# %%
one_object = [keras.layers.Dense(8)] * 3
three_objects = [keras.layers.Dense(8) for _ in range(3)]
print("different layers:", len({id(layer) for layer in one_object}))
print("different layers:", len({id(layer) for layer in three_objects}))

# %%
initializer = keras.initializers.GlorotUniform()
for choice in [initializer, "glorot_uniform"]:
    layer_a = keras.layers.Dense(8, kernel_initializer=choice)
    layer_b = keras.layers.Dense(8, kernel_initializer=choice)
    layer_a.build((None, 8))
    layer_b.build((None, 8))
    same = np.array_equal(layer_a.kernel, layer_b.kernel)
    print(f"{type(choice).__name__}: same kernels {same}")

# %% [markdown]
# Two layers that start with the same weights learn much the same. Give each layer an initializer of its own, or the initializer's name.
#
# ### Exercise `wide_and_deep_class`
#
# Write the class `WideAndDeep`, a model. `WideAndDeep(first, second)` has a **deep** path: a hidden layer of `first` units, then one of `second` units, both with ReLU. It joins the end of the deep path with the **input itself**, and one linear unit on the joined tensor is the output, of shape `(None, 1)`. The input is a batch of stones with 8 features, which are normalized already.
#
# <details><summary>Hint</summary>Which layers does it take? All are made in <code>__init__</code>, with the widths that come in; <code>call</code> makes none.</details>
# <details><summary>Deeper hint</summary>Three <code>Dense</code> layers and a <code>Concatenate</code>. In <code>call</code>, keep the input under its name: you need it twice. It goes into the first layer, and, next to the second layer's output, into the list that is joined.</details>

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
        self.output_layer = keras.layers.Dense(1)

    def call(self, x):
        deep = self.second(self.first(x))
        return self.output_layer(self.join([x, deep]))


### END SOLUTION

# %% grade="wide_and_deep_class"
where = "Exercise wide_and_deep_class: "
assert WideAndDeep is not ..., where + "replace the dots by a class."
assert isinstance(WideAndDeep, type), where + "WideAndDeep is not a class."
assert issubclass(WideAndDeep, keras.Model), where + "it is no keras.Model."
tried = WideAndDeep(32, 16)
shape = tuple(tried(x_valid[:5]).shape)
assert shape == (5, 1), (
    where + f"five stones went in, so the output should have "
    f"the shape (5, 1). It has the shape {shape}."
)
assert tried.weights, where + "Keras finds no weights. Where are its layers?"
print("The visible check of wide_and_deep_class passed.")

# %% [markdown]
# ## Training or not
#
# Some layers act differently in training. Dropout sets some units to 0 in training, and none afterwards. BatchNormalization normalizes, in training, by the mean and variance of the batch, and collects them; afterwards it uses what it has collected. An argument of `call` tells such layers which of the two it is: **`training`**, True or False. Here is a layer that adds noise to its input in training:


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


# %%
noise = Noise(size=0.1)
for training in [True, False]:
    noisy = noise(x_valid, training=training)
    change = np.std(noisy - x_valid)
    print(f"training={training}: changed by {change:.2f}")

# %% [markdown]
# `training` is a plain Python value, so a plain `if` decides. `fit` calls a model with True; `predict` and `evaluate` call it with False. But Keras hands the value to your model's `call` only *if that takes the argument*. A layer that records what it gets shows it (`run_eagerly=True` below lets Python run `call` in every step). **Predict before you run:** what does the layer get in a model whose `call` takes no `training`?

# %%
received = []


class Recorder(keras.layers.Layer):
    """Records the value of `training` and changes nothing."""

    def call(self, x, training=None):
        received.append(training)
        return x


# %%
class WithoutTraining(keras.Model):
    """Its call takes no `training`."""

    def __init__(self):
        super().__init__()
        self.recorder = Recorder()
        self.output_layer = keras.layers.Dense(1)

    def call(self, x):
        return self.output_layer(self.recorder(x))


# %%
class WithTraining(WithoutTraining):
    """Its call takes `training` and passes it on."""

    def call(self, x, training=None):
        return self.output_layer(self.recorder(x, training=training))


# %%
for model in [WithoutTraining(), WithTraining()]:
    model.compile(loss="mse", run_eagerly=True)
    received.clear()
    model.fit(x_train[:4], y_train[:4], verbose=0)
    in_fit = received[-1]
    model.predict(x_valid[:4], verbose=0)
    name = type(model).__name__
    print(f"{name}: fit gives {in_fit}, predict gives {received[-1]}")

# %% [markdown]
# In `WithoutTraining` the layer never gets True. A Dropout there would never drop, and a BatchNormalization would never collect a mean. There is no warning. So write `training=None` into the signature of `call`, and pass it on. (Keras also hands it from an outer call to inner ones by itself, but only when the outermost `call` takes it.)
#
# The opposite mistake: a `call` that *ignores* the value that it gets.


# %%
class AlwaysDropping(keras.Model):
    """Its Dropout is never switched off."""

    def __init__(self):
        super().__init__()
        self.dropout = keras.layers.Dropout(0.5)
        self.output_layer = keras.layers.Dense(1)

    def call(self, x, training=None):
        return self.output_layer(self.dropout(x, training=True))


# %%
always_dropping = AlwaysDropping()
first, second = always_dropping(x_valid), always_dropping(x_valid)
print("same inputs, same outputs:", np.allclose(first, second))

# %% [markdown]
# The same stones get two different prices. That is the test: outside training, the same inputs give the same outputs.
#
# ## Loops and conditions
#
# `Tower` has a *loop* in its `call`, and `Noise` a *condition*. Both depend on plain Python values: a list of layers, a True or False. Python decides while the graph is built. What about a condition on the *data*? "If a number is negative, halve it" sounds like an `if`.


# %%
class HalveNegativeWrong(keras.layers.Layer):
    """Should halve what is negative, and raises an error."""

    def call(self, x):
        if x < 0:
            return x / 2
        return x


# %% [markdown]
# **Predict before you run:** `x` is a whole batch here. Is a batch negative?

# %% tags=["raises-exception"]
# %xmode Minimal
HalveNegativeWrong()(keras.Input(shape=(8,)))

# %% [markdown]
# *Using a symbolic tensor as a Python bool is not allowed*: while the graph is built there are no values, and a batch has many of them. A condition on data is an operation that decides *for each number*: `keras.ops.where(condition, then, otherwise)`.


# %%
class HalveNegative(keras.layers.Layer):
    """Halves what is negative."""

    def call(self, x):
        return keras.ops.where(x < 0, x / 2, x)


print(HalveNegative()(np.array([[-4.0, 6.0]])).numpy())

# %% [markdown]
# So: Python's `for` and `if` for *settings*, `keras.ops` for *data*.
#
# Old code calls TensorFlow's functions between layers, straight on symbolic tensors. That raises an error now. Read which two solutions it names:

# %% tags=["raises-exception"]
tf.reduce_mean(keras.Input(shape=(8,)), axis=1)

# %% [markdown]
# Either an operation of `keras.ops` (here `keras.ops.mean`), or a layer of your own around the function: inside `call`, TensorFlow's functions work.
#
# ### Exercise `optional_layers`
#
# Write the class `MLP`, a model with options. `MLP(units, rate=0.0, normalize=False)` has a hidden `Dense` layer with ReLU for each width in the list `units`, each with weights of its own, and one linear unit as the output. The input is a batch of stones with 8 features. Behind **each** hidden layer comes
#
# - a `BatchNormalization` of its own, if `normalize` is True,
# - then a `Dropout` of the given `rate`, if the rate is above 0.
#
# Both options work together. In `fit` both layers act as in training: `Dropout` drops, and `BatchNormalization` normalizes by the batch and collects its mean and variance. In `predict` nothing is dropped, and `BatchNormalization` normalizes by what it has collected.
#
# <details><summary>Hint</summary>Lists of layers in <code>__init__</code>, a loop in <code>call</code>. Dropout has no weights, so one object may be called behind every layer. May one BatchNormalization, too?</details>
# <details><summary>Deeper hint</summary>Keep <code>rate</code> and <code>normalize</code> on <code>self</code>, and ask for them with <code>if</code> in the loop. The signature is <code>call(self, x, training=None)</code>; pass <code>training</code> to both kinds of layers. With <code>zip(self.hidden, self.norms)</code> a loop gets two layers at a time.</details>

# %% solution="optional_layers"
MLP = ...
### BEGIN SOLUTION


class MLP(keras.Model):
    """Hidden layers with optional BatchNormalization and Dropout."""

    def __init__(self, units, rate=0.0, normalize=False):
        super().__init__()
        self.hidden = [keras.layers.Dense(n, activation="relu") for n in units]
        self.norms = []
        if normalize:
            self.norms = [keras.layers.BatchNormalization() for _ in units]
        self.dropout = keras.layers.Dropout(rate)
        self.output_layer = keras.layers.Dense(1)

    def call(self, x, training=None):
        for number, layer in enumerate(self.hidden):
            x = layer(x)
            if self.norms:
                x = self.norms[number](x, training=training)
            x = self.dropout(x, training=training)
        return self.output_layer(x)


### END SOLUTION

# %% grade="optional_layers"
where = "Exercise optional_layers: "
assert MLP is not ..., where + "replace the dots by a class."
assert isinstance(MLP, type), where + "MLP is not a class."
assert issubclass(MLP, keras.Model), where + "it is no keras.Model."
plain, full = MLP([16, 8]), MLP([16, 8], 0.5, True)
for model in [plain, full]:
    shape = tuple(model(x_valid[:5]).shape)
    assert shape == (5, 1), (
        where + f"five stones went in, so the output should have "
        f"the shape (5, 1). It has the shape {shape}."
    )
assert len(full.weights) > len(plain.weights), (
    where + "with normalize=True there should be more weights than without."
)
print("The visible check of optional_layers passed.")

# %% [markdown]
# ## A dict goes in, a dict comes out
#
# The support tickets of lesson 03: title, body and tags are the inputs; wanted are the `priority` (0 or 1) and the `department` (one of five). A text becomes a bag of words, with one column for each word of the first 3,000 tickets.

# %%
tickets = pd.read_csv(DATA / "tickets" / "tickets.csv.gz")
chosen = np.random.default_rng(5).permutation(len(tickets))[:4000]
tickets = tickets.iloc[chosen].reset_index(drop=True)


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
urgent = tickets["priority"].to_numpy("float32").reshape(-1, 1)
train_tickets = {name: part[:3000] for name, part in ticket_parts.items()}
valid_tickets = {name: part[3000:] for name, part in ticket_parts.items()}
train_urgent, valid_urgent = urgent[:3000], urgent[3000:]
for name, part in train_tickets.items():
    print(f"{name}: {part.shape}")

# %% [markdown]
# The structure that you feed is the structure that `call` gets: a dict of arrays arrives there as a dict of tensors. This class takes in `__init__` which parts of a ticket to use, and loops over their names.


# %%
class Urgency(keras.Model):
    """Gives the probability that a ticket is urgent, from some parts."""

    def __init__(self, part_names):
        super().__init__()
        self.part_names = part_names
        self.hidden = keras.layers.Dense(32, activation="relu")
        self.output_layer = keras.layers.Dense(1, activation="sigmoid")

    def call(self, ticket):
        parts = [ticket[name] for name in self.part_names]
        joined = keras.ops.concatenate(parts, axis=-1)
        return self.output_layer(self.hidden(joined))


# %% [markdown]
# It takes the parts *by name*. `ticket.values()` would give them in the order in which somebody wrote the dict, and with another order the titles would meet the weights that were trained on tags.
#
# "URGENT" in a title means nothing in this shop, and the tags name the customer's contract, the channel and the area. **Predict before you run:** how good is the model without the body, how good with it?

# %% tags=["tolerance-0.05"]
print(f"baseline, never urgent: accuracy {1 - valid_urgent.mean():.2f}")
for part_names in [["title", "tags"], ["title", "body", "tags"]]:
    keras.utils.set_random_seed(4)
    model = Urgency(part_names)
    model.compile(
        loss="binary_crossentropy",
        optimizer=keras.optimizers.Adam(learning_rate=0.005),
        metrics=["accuracy"],
    )
    model.fit(train_tickets, train_urgent, epochs=3, verbose=0)
    scores = model.evaluate(
        valid_tickets, valid_urgent, return_dict=True, verbose=0
    )
    print(f"{' + '.join(part_names)}: accuracy {scores['accuracy']:.2f}")

# %% [markdown]
# Without the body the model is no better than the answer "never urgent" (0.63); with it, it is right in about 0.82, give or take 0.02. One class, two models: the argument decides which parts are used.
#
# An output can be a dict, too: `return {"price": …, "sold": …}` from `call`, and `compile` takes losses under the same names, as in lesson 03. Each head is called on the *same* hidden tensor. So keep that tensor under a name of its own: if you call everything `x`, the second head is soon called on the output of the first.
#
# ### Exercise `ticket_class`
#
# Write the class `TicketDesk`, a model. `TicketDesk(units, departments)` takes a dict with `title`, `body` and `tags` (as wide as in `ticket_parts`), joins the three, and calls **one** hidden layer of `units` (ReLU) on them. It returns a dict with two outputs, and the head of each is one layer that is called on the hidden layer's output:
#
# - `priority`: the probability that the ticket is urgent, of shape `(None, 1)`;
# - `department`: as many probabilities as `departments` says; one department is right.
#
# It must give the same outputs in whatever order the dict was written.
#
# <details><summary>Hint</summary>One hidden layer, two heads. On which tensor is each head called? Which activation has a yes-or-no, and which a choice of one among several?</details>
# <details><summary>Deeper hint</summary>Four layers in <code>__init__</code> at most. In <code>call</code> give the hidden layer's output a name of its own, <code>shared</code>, and build the dict from it: both heads are called on <code>shared</code>.</details>

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
        return {
            "priority": self.priority(shared),
            "department": self.department(shared),
        }


### END SOLUTION

# %% grade="ticket_class"
where = "Exercise ticket_class: "
assert TicketDesk is not ..., where + "replace the dots by a class."
assert isinstance(TicketDesk, type), where + "TicketDesk is not a class."
assert issubclass(TicketDesk, keras.Model), where + "it is no keras.Model."
six = {name: part[:6] for name, part in ticket_parts.items()}
answer = TicketDesk(32, 5)(six)
kind = type(answer).__name__
assert isinstance(answer, dict), where + f"call returns a {kind}, not a dict."
shapes = {key: tuple(part.shape) for key, part in answer.items()}
assert shapes == {"priority": (6, 1), "department": (6, 5)}, (
    where + "six tickets and five departments went in, so the shapes should "
    f"be (6, 1) for priority and (6, 5) for department. They are {shapes}."
)
print("The visible check of ticket_class passed.")

# %% [markdown]
# ## A layer with weights of its own
#
# So far the weights were those of layers inside. A layer can also have weights itself. It makes them in *`build`*, a method that Keras calls once, right before the first `call`, with the shape of the input: only then is it known how many features there are. `add_weight` makes a weight that Keras tracks. Here is `Dense`, written by hand:


# %%
class Linear(keras.layers.Layer):
    """Weighted sums of the inputs, as many as asked for."""

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.kernel = self.add_weight(
            shape=(input_shape[-1], self.units),
            initializer="glorot_uniform",
            name="kernel",
        )
        self.bias = self.add_weight(
            shape=(self.units,), initializer="zeros", name="bias"
        )

    def call(self, x):
        return keras.ops.matmul(x, self.kernel) + self.bias


# %%
linear, dense = Linear(units=3), keras.layers.Dense(units=3)
linear(x_valid), dense(x_valid)
dense.set_weights(linear.get_weights())
for weight in linear.trainable_weights:
    print(weight.name, weight.shape)
same = np.allclose(linear(x_valid), dense(x_valid), atol=1e-5)
print("same outputs as Dense:", same)

# %% [markdown]
# Eight features and three units: 8 × 3 + 3 = 27 parameters, and the same outputs as Keras's own layer. Much old code makes a `tf.Variable` instead. **Predict before you run:** how many weights will Keras find?


# %%
class Untracked(keras.layers.Layer):
    """Keeps its weight in a TensorFlow variable."""

    def build(self, input_shape):
        self.kernel = tf.Variable(tf.ones((input_shape[-1], 1)))

    def call(self, x):
        return keras.ops.matmul(x, self.kernel)


untracked = Untracked()
print("output:", untracked(x_valid[:4]).shape)
print("weights:", len(untracked.trainable_weights))

# %% [markdown]
# None. It computes, and it never learns: neither the optimizer nor `save` finds it. Use `self.add_weight`.
#
# ## A loss from inside
#
# The loss in `compile` is computed from the model's outputs. Sometimes a layer should add a wish of its own, such as "these numbers should stay small". It does so with *`self.add_loss(number)`* in `call`, and Keras adds that number to the loss of the step. This layer passes its input on unchanged, and adds a loss for large numbers:


# %%
class ActivityPenalty(keras.layers.Layer):
    """Adds strength times the mean square of its input to the loss."""

    def __init__(self, strength, **kwargs):
        super().__init__(**kwargs)
        self.strength = strength

    def call(self, x):
        self.add_loss(self.strength * keras.ops.mean(keras.ops.square(x)))
        return x


penalty = ActivityPenalty(strength=0.5)
penalty(np.array([[1.0, 3.0]], "float32"))
print([float(loss) for loss in penalty.losses])

# %% [markdown]
# In numbers: 0.5 × (1² + 3²) / 2 = 2.5. `losses` holds what the **last** call added; with each call the list starts anew. What does the penalty change? Two models, one of them with a penalty behind its hidden layer:

# %% tags=["tolerance-0.15"]
for strength in [0.0, 0.5]:
    keras.utils.set_random_seed(5)
    hidden = keras.layers.Dense(32, activation="relu")
    model = keras.Sequential(
        [keras.Input(shape=(8,)), hidden, ActivityPenalty(strength)]
    )
    model.add(keras.layers.Dense(1))
    model.compile(loss="mse", optimizer=keras.optimizers.Adam(0.01))
    model.fit(x_train, y_train, epochs=5, batch_size=64, verbose=0)
    mean_square = np.mean(np.square(hidden(x_valid)))
    error = rmse(model.predict(x_valid, verbose=0))
    print(f"{strength}: mean square {mean_square:.2f}, RMSE {error:.2f}")

# %% [markdown]
# With the penalty the mean square of the hidden layer's outputs falls to less than half, from about 0.75 to 0.3, and the RMSE stays about the same: the next layer has learned larger weights instead.
#
# Old code calls `add_loss` on a finished functional model, with a symbolic tensor, and `add_metric` beside it. Both are gone:

# %% tags=["raises-exception"]
# %xmode Minimal
stone_input = keras.Input(shape=(8,))
middle = keras.layers.Dense(4)(stone_input)
finished = keras.Model(stone_input, middle)
finished.add_loss(keras.ops.mean(middle))

# %% tags=["raises-exception"]
finished.add_metric(keras.ops.mean(middle), name="mean")

# %% [markdown]
# Both raise `NotImplementedError`, the first one even without a message. For a loss, use a layer such as `ActivityPenalty`, which may stand in any graph; for a metric, `compile(metrics=[…])`, or a metric object on `self`, which lesson 07 builds.
#
# ### Exercise `feature_gates`
#
# Which of many features does a model need? Write the class `FeatureGates`, a **layer**. `FeatureGates(strength)` has one trainable number for each feature, its **gate** (all gates in one weight), and multiplies each feature by its gate. All gates start at 1, so at first the features pass unchanged. And it adds a loss, in every call: `strength` times the **sum of the gates' absolute values** (gates 2 and −3 have the absolute values 2 and 3). Training then moves those gates to 0 that aren't worth their price.
#
# It must work for any number of features; they are the last axis of the input.
#
# <details><summary>Hint</summary>Two methods make a layer with weights: in which of them is the number of features known, and in which belongs a loss that is added in every step?</details>
# <details><summary>Deeper hint</summary><code>self.add_weight(shape=…, initializer="ones", name="gates")</code> in <code>build</code>; the shape is a tuple with one number, the last of <code>input_shape</code>. <code>keras.ops.abs</code> gives absolute values.</details>

# %% solution="feature_gates"
FeatureGates = ...
### BEGIN SOLUTION


class FeatureGates(keras.layers.Layer):
    """Multiplies each feature by a weight, and adds a loss for it."""

    def __init__(self, strength):
        super().__init__()
        self.strength = strength

    def build(self, input_shape):
        self.gates = self.add_weight(
            shape=(input_shape[-1],), initializer="ones", name="gates"
        )

    def call(self, x):
        self.add_loss(self.strength * keras.ops.sum(keras.ops.abs(self.gates)))
        return x * self.gates


### END SOLUTION

# %% grade="feature_gates"
where = "Exercise feature_gates: "
assert FeatureGates is not ..., where + "replace the dots by a class."
assert isinstance(FeatureGates, type), where + "FeatureGates is not a class."
assert issubclass(FeatureGates, keras.layers.Layer), where + "it is no layer."
gated = FeatureGates(0.1)
passed = gated(x_valid[:5])
message = f"a table of shape (5, 8) goes in, {tuple(passed.shape)} comes out."
assert tuple(passed.shape) == (5, 8), where + message
message = "a new layer should change nothing, since all its gates are 1."
assert np.allclose(passed, x_valid[:5]), where + message
assert gated.losses, where + "`losses` is empty after the call."
print("The visible check of feature_gates passed.")

# %% [markdown]
# ## What a class loses
#
# A functional model is *data*: a list of layers, and which is called on which. A class is *code*, and Keras can only run it. So a class loses things that you are used to. Take a new tower that was never called:

# %%
new_tower = Tower(units=[32, 16], name="new_tower")
new_tower.summary()

# %% [markdown]
# Question marks and zeros. Its **topology**, the graph of its layers, is missing, too: no inputs, no outputs, no `layer.input`:

# %% tags=["raises-exception"]
# %xmode Minimal
new_tower.inputs

# %% [markdown]
# (Old code asks a layer for `layer.input_shape`. That is gone for all layers; in a graph it is `layer.input.shape`.) The picture is a single box, even when the model was called:

# %%
called_tower = Tower(units=[32, 16], name="called_tower")
called_tower(x_valid[:4])
draw(called_tower)

# %% [markdown]
# *Picture:* a single box, called_tower (Tower), with question marks for its input shape and its output shape. No layer inside is shown.
#
# The **config** is lost, too: the dict of the arguments from which the same model can be made again. `get_config` returns it. **Predict before you run:** this small model was made with 32 units. What does its config say?


# %%
class Single(keras.Model):
    """One hidden layer, and a linear unit."""

    def __init__(self, units=8, **kwargs):
        super().__init__(**kwargs)
        self.hidden = keras.layers.Dense(
            units, activation="relu", name="hidden"
        )
        self.output_layer = keras.layers.Dense(1, name="output_layer")

    def call(self, x):
        return self.output_layer(self.hidden(x))


print("units:", Single(units=32).get_config()["units"])

# %% [markdown]
# Eight! Keras guesses the config of a class from the signature of `__init__`. For a layer with plain arguments it guesses well. For a model it knows the defaults only, and it doesn't say that it guesses. Where an argument has no default it refuses:

# %% tags=["raises-exception"]
Tower(units=[32, 16]).get_config()

# %% [markdown]
# ## Win it back
#
# Three things were lost, and each can be won back. *Shapes* come back when the class has a `build`: it builds its layers for a given input shape, without data. The **config** comes back when the class has a `get_config`: it adds the class's own arguments to its parent's, under the names that `__init__` gives them.


# %%
class Complete(Single):
    """A Single that can be built without data, and returns its config."""

    def __init__(self, units=8, **kwargs):
        super().__init__(units, **kwargs)
        self.units = units

    def build(self, input_shape):
        self.hidden.build(input_shape)
        self.output_layer.build((None, self.units))

    def get_config(self):
        return {**super().get_config(), "units": self.units}


# %%
complete = Complete(units=32, name="complete")
complete.build((None, 8))
complete.summary()

# %% [markdown]
# Shapes and parameters are there, without a single stone. `None` stands for any number of rows. What if a class has no `build` of its own, and you call `build` all the same?

# %%
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    single = Single(units=32, name="single")
    single.build((None, 8))
print("built:", single.built, "weights:", len(single.weights))
print(str(caught[0].message).split(", despite")[0])

# %% [markdown]
# It says `built: True`, and has no weights. Keras can't know what to build, and says so only in a warning. Now the config, there and back:

# %%
config = complete.get_config()
second_model = Complete.from_config(config)
print("name:", config["name"], "units:", config["units"])
print("units of the second model:", second_model.units)

# %% [markdown]
# `from_config` makes a *new* model with the same **architecture** (which layers there are, and how they are connected) and new weights. Lesson 06 builds on that: a file with config and weights.
#
# **Topology** comes back when you run the method `call` on a symbolic input, and give both ends to `keras.Model`. The result is a functional model with the *same* layers:

# %%
stone = keras.Input(shape=(8,), name="stone")
drawn = keras.Model(stone, complete.call(stone), name="drawn")
same = np.allclose(
    drawn.predict(x_valid, verbose=0), complete.predict(x_valid, verbose=0)
)
print("same outputs:", same)
print("inner tensor:", drawn.get_layer("hidden").output.shape)
draw(drawn)

# %% [markdown]
# *Picture:* three boxes from top to bottom: the input stone of 8, the Dense layer hidden, which gives 32, and the Dense layer output_layer, which gives 1.
#
# That works for classes whose `call` is made of layers and `keras.ops`.
#
# ## Mix them
#
# You seldom need a class for the whole. Often the best is a *functional model with one part of your own*: a graph on the outside, and a class where you need one.

# %%
stone = keras.Input(shape=(8,), name="stone")
x = Noise(size=0.1, name="noise")(stone)
x = keras.layers.Dense(16, activation="relu", name="dense")(x)
price = Single(units=4, name="part")(x)
mixed = keras.Model(stone, price)
for layer in mixed.layers:
    print(layer.name, layer.output.shape)

# %% [markdown]
# From the outside, the part is a layer like any other, with a known output shape, and in `fit` the layer `noise` gets `training=True`. It goes the other way round as well: a class that holds a functional model, where the whole needs Python and a part is a plain graph.


# %%
class Averaged(keras.Model):
    """The mean output of a model that is called several times with noise."""

    def __init__(self, inner, times):
        super().__init__()
        self.inner = inner
        self.times = times
        self.noise = Noise(size=0.1)

    def call(self, x):
        outputs = []
        for _ in range(self.times):
            outputs.append(self.inner(self.noise(x, training=True)))
        return keras.ops.mean(keras.ops.stack(outputs), axis=0)


# %%
averaged = Averaged(drawn, times=5)
print("output:", averaged(x_valid[:4]).shape)
print("parameters:", averaged.count_params(), drawn.count_params())

# %% [markdown]
# Five calls, one model: `self.inner` is held once, so there are as many parameters as before. (`training=True` stands here on purpose: this model wants noise also when it is used.)
#
# ### Exercise `won_back`
#
# 1. Write the class `SturdyTower`, a `Tower` with the same arguments `units`, `activation` and `**kwargs`, that has won back its shapes and its config. It has a `build`: after `build((None, 8))` all its weights are there, without data. It has a `get_config` that returns `units`, `activation` and the name as they were given, so that `from_config` makes a tower with the same widths, activation and name.
# 2. Set `pricer` to a **functional** model: an input of 8 features, a `SturdyTower([24, 12])` called on it as a layer, and the tower's output as the output.
#
# <details><summary>Hint</summary>Start with <code>class SturdyTower(Tower):</code>; <code>call</code> is there already. Which input shape has the second hidden layer? And where will <code>get_config</code> find the widths?</details>
# <details><summary>Deeper hint</summary>In <code>build</code>, go through <code>[*self.hidden, self.output_layer]</code>; each layer is built for the shape of its input, and <code>layer.compute_output_shape(shape)</code> gives the shape of its output. In <code>__init__</code>, call <code>super().__init__(units, activation, **kwargs)</code> and keep the two arguments on <code>self</code>.</details>

# %% solution="won_back"
SturdyTower = ...
pricer = ...
### BEGIN SOLUTION


class SturdyTower(Tower):
    """A Tower that can be built without data, and returns its config."""

    def __init__(self, units, activation="relu", **kwargs):
        super().__init__(units, activation, **kwargs)
        self.units = units
        self.activation = activation

    def build(self, input_shape):
        for layer in [*self.hidden, self.output_layer]:
            layer.build(input_shape)
            input_shape = layer.compute_output_shape(input_shape)

    def get_config(self):
        config = super().get_config()
        return {**config, "units": self.units, "activation": self.activation}


eight_features = keras.Input(shape=(8,))
pricer = keras.Model(eight_features, SturdyTower([24, 12])(eight_features))
### END SOLUTION

# %% grade="won_back"
where = "Exercise won_back: "
assert SturdyTower is not ..., where + "replace the dots by a class."
assert isinstance(SturdyTower, type), where + "SturdyTower is not a class."
assert issubclass(SturdyTower, Tower), where + "it does not extend Tower."
sturdy = SturdyTower([6, 4], name="sturdy")
sturdy.build((None, 8))
assert sturdy.weights, where + "after build((None, 8)) there are no weights."
assert isinstance(sturdy.get_config(), dict), where + "the config is no dict."
assert pricer is not ..., where + "set pricer to a functional model, too."
assert isinstance(pricer, keras.Model), where + "pricer is not a Keras model."
shape = tuple(pricer(x_valid[:5]).shape)
message = f"five stones go in, so (5, 1) should come out, not {shape}."
assert shape == (5, 1), where + message
print("The visible check of won_back passed.")

# %% [markdown]
# ## What you have done
#
# In this lesson you have
#
# - written models and layers as classes, and kept their layers and weights where Keras finds them: on `self`, made once;
# - passed on `training`, and seen what happens in a model whose `call` does not take it;
# - used Python's loops and conditions for settings, and `keras.ops` for data;
# - fed a class with a dict, by name, and got a dict back;
# - made weights with `add_weight`, and added a loss from inside with `add_loss`;
# - won back shapes, config and topology, with `build`, `get_config` and a call on a symbolic input;
# - mixed both ways: a class in a graph, a graph in a class.
#
# Which API when? A stack of layers: `Sequential`. A graph: the functional API. A part that computes something new: a `Layer`. A whole that must decide as it goes: a `Model` of your own. Lesson 06 saves them all.
#
# ## Going further
#
# - Dropout that stays on in `predict` gives another output at each call. What do these outputs tell about the model's uncertainty? Y. Gal and Z. Ghahramani, [*Dropout as a Bayesian Approximation*](https://arxiv.org/abs/1506.02142), 2016.
# - How does the price of the gates change which features a model uses? Put `FeatureGates` in front of a `Tower` and try strengths from 0.001 to 1. R. Tibshirani, *Regression Shrinkage and Selection via the Lasso*, 1996.
# - A class can also replace the training step itself. What could `train_step` do that `compile` can't? [Customizing what happens in fit()](https://keras.io/guides/custom_train_step_in_tensorflow/).
#
# **Where this comes from.** Classes as layers, and `call` as plain code: F. Chollet, *Deep Learning with Python*, 2021. Dropout: N. Srivastava and others, *Dropout: a simple way to prevent neural networks from overfitting*, JMLR, 2014. Gates with a price: R. Tibshirani, *Regression shrinkage and selection via the lasso*, JRSS B, 1996. Documentation: [making new layers and models via subclassing](https://keras.io/guides/making_new_layers_and_models_via_subclassing/), [the `Layer` class](https://keras.io/api/layers/base_layer/), [the `Model` class](https://keras.io/api/models/model/).

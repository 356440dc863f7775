# %% [markdown]
# # 13 · Ensembles
#
# Train a network twice, and it makes different mistakes. That looks like a nuisance, and it can be used: let several models answer together, and where one is wrong, the others may be right. Many competitions are won in this way. But every further model costs as much as the first one. So in this lesson we measure the gain *and* the cost.
#
# In this lesson you
#
# - *average* the probabilities of several networks, and see why labels can't be averaged;
# - *measure* how much the errors of two models disagree;
# - *find* weights on validation data, and see what happens when the test data are used for it;
# - *draw* bootstrap samples, and *predict* out of fold, so that nothing leaks;
# - *collect* several members from a single training, and *join* members in one model and one file;
# - *judge* when an ensemble does not help.
#
# **Before you start:** lesson 03 (the functional API) and lesson 08 (callbacks).
#
# **Time:** 90 minutes.

# %%
import coursework

DATA = coursework.setup(seed=13)

import itertools
import math
import tempfile
import time

import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

# %%
from sklearn.ensemble import (
    GradientBoostingClassifier,
    RandomForestClassifier,
)
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict
from sklearn.tree import DecisionTreeClassifier

# %% [markdown]
# ## One network, eight seeds
#
# An **ensemble** is a group of models, its **members**, that answer together. Ours will be networks for pictures of clothes, reduced to 14×14 pixels. We train on 2,000 of them only, since ensembles gain most where data are short.

# %%
(images, labels), (new_images, new_labels) = (
    keras.datasets.fashion_mnist.load_data()
)


def shrink(pictures):
    """Return rows of 196 numbers: means of 2×2 pixels, from 0 to 1."""
    squares = pictures.reshape(-1, 14, 2, 14, 2) / 255
    return squares.mean(axis=(2, 4)).reshape(-1, 196).astype("float32")


x_train, y_train = shrink(images[:2000]), labels[:2000].astype("int32")
x_test, y_test = shrink(new_images[:5000]), new_labels[:5000].astype("int32")
print("training:", x_train.shape, "test:", x_test.shape)


# %%
def build_network():
    """Return a small compiled classifier, with new random weights."""
    network = keras.Sequential([keras.Input(shape=(196,))])
    network.add(keras.layers.Dense(64, activation="relu"))
    network.add(keras.layers.Dense(64, activation="relu"))
    network.add(keras.layers.Dense(10, activation="softmax"))
    network.compile(
        optimizer=keras.optimizers.Adam(learning_rate=0.01),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
        steps_per_execution=20,
    )
    return network


# %% [markdown]
# With `steps_per_execution=20` Keras does 20 batches in one go. That changes the time, and not the result. Here is one training, and what it shows:

# %%
keras.utils.set_random_seed(0)
network = build_network()
network.fit(x_train, y_train, epochs=4, batch_size=100, verbose=2)
first_loss, first_accuracy = network.evaluate(x_test, y_test, verbose=0)
print(f"test accuracy: {first_accuracy:.2f}")

# %% [markdown]
# Now eight networks, each with a seed of its own, for 20 epochs. We keep their probabilities for the test pictures. (With so few rows, calling a model is quicker than `predict`, and equal up to rounding.)

# %%
seed_networks, seed_test = [], []
for seed in range(8):
    keras.utils.set_random_seed(seed)
    network = build_network()
    network.fit(x_train, y_train, epochs=20, batch_size=100, verbose=0)
    seed_networks.append(network)
    seed_test.append(network(x_test).numpy())

seed_test = np.array(seed_test)
singles = (seed_test.argmax(axis=2) == y_test).mean(axis=1)
print("members, pictures, classes:", seed_test.shape)
print(f"lowest {singles.min():.2f}, highest {singles.max():.2f}")

# %% [markdown]
# Same data, same architecture, and the accuracies differ by some hundredths: the scatter of the seeds. Remember it. A gain that is smaller than this scatter is no gain that one run can show.
#
# ## Averaging probabilities
#
# Each member gives ten probabilities for a picture. The simplest ensemble takes their mean, class by class. This is called **soft voting**. **Predict before you run:** four networks of about 0.80 are averaged. Is the mean as good as the average member, as the best member, or better?

# %%
four = seed_test[:4]
mean_probabilities = four.mean(axis=0)
classes = mean_probabilities.argmax(axis=1)
print("shape:", mean_probabilities.shape)
print(f"mean of the four accuracies: {singles[:4].mean():.2f}")
print(f"best of the four:            {singles[:4].max():.2f}")
print(f"accuracy of the ensemble:    {(classes == y_test).mean():.2f}")

# %% [markdown]
# Better than the best of them. The mean of probabilities adds to one in each row, so it needs no further softmax. A softmax on probabilities is a mistake that gives no error: it makes every row almost even.
#
# The array has three axes. **Predict before you run:** which shapes do the means over the wrong axes have?

# %%
for axis in (0, 1, 2):
    print("mean over axis", axis, "has shape", four.mean(axis=axis).shape)

softened = keras.ops.softmax(four, axis=-1).numpy().mean(axis=0)
print(f"largest probability, mean:          {mean_probabilities.max():.2f}")
print(f"largest probability, softmax twice: {softened.max():.2f}")

# %% [markdown]
# A wrong axis gives no error either, only another shape. Mind the order: members, rows, classes.
#
# Could we average the *labels*? A label is a number, but its size means nothing. Take a picture that two networks call 0 (T-shirt) and two call 6 (shirt). The mean of the labels is 3: a dress, which nobody has named. What works with labels is to count them. That is **majority voting**: the class that most members name. **Predict before you run:** how good are the three ways?

# %%
named = four.argmax(axis=2)
rounded = np.round(named.mean(axis=0)).astype(int)
counts = np.array([(named == label).sum(axis=0) for label in range(10)])
print(f"mean of labels:        {(rounded == y_test).mean():.2f}")
print(f"majority of labels:    {(counts.argmax(axis=0) == y_test).mean():.2f}")
print(f"mean of probabilities: {(classes == y_test).mean():.2f}")

# %% [markdown]
# The mean of labels is worse than any member. Majority voting comes close to soft voting. It loses one thing, how certain each member was: 0.51 counts as much as 0.99.
#
# ### Exercise `votes`
#
# Write two functions. Both take `probabilities`, one array for each member: a list of arrays, or one array of shape (members, rows, classes). Members and classes may be any number.
#
# 1. `soft_vote(probabilities)` gives the ensemble's probabilities, of shape (rows, classes): all members count the same.
# 2. `majority_vote(probabilities)` gives one class for each row: the one that most members name as their most probable. The smallest number wins a tie, of votes or of one member's probabilities.
#
# Both may return lists, arrays or tensors.
#
# <details><summary>Hint</summary>Which axis are the members? And for the second one: what does <code>argmax</code> do when two numbers are equally large?</details>
# <details><summary>Deeper hint</summary>Make one array with <code>np.asarray</code> first. For the votes, count for each class how many members name it, as in the cell above, and take <code>argmax</code> of the counts. The number of classes is the length of the last axis.</details>


# %% solution="votes"
def soft_vote(probabilities):
    """Return the mean of the members' probabilities."""
    ### BEGIN SOLUTION
    return np.mean(np.asarray(probabilities), axis=0)
    ### END SOLUTION


def majority_vote(probabilities):
    """Return the class that most members name, for each row."""
    ### BEGIN SOLUTION
    stacked = np.asarray(probabilities)
    choices = stacked.argmax(axis=2)
    votes = [(choices == k).sum(axis=0) for k in range(stacked.shape[2])]
    return np.argmax(votes, axis=0)
    ### END SOLUTION


# %% grade="votes"
where = "Exercise votes: "
tried = soft_vote([np.array([[0.9, 0.1]]), np.array([[0.5, 0.5]])])
assert tried is not None, where + "the function soft_vote returns nothing yet."
assert np.shape(tried) == (1, 2), (
    where + f"one row, two classes: the shape is (1, 2), not {np.shape(tried)}."
)
tried = majority_vote([np.array([[0.9, 0.1]]), np.array([[0.7, 0.3]])])
assert tried is not None, where + "majority_vote returns nothing yet."
assert np.shape(tried) == (1,), (
    where + f"one row gives one class, not the shape {np.shape(tried)}."
)
print("The visible check of votes passed.")

# %% [markdown]
# ## Members that differ
#
# Why is the mean better than its parts? Because the members are wrong about *different* pictures. That they differ is called **diversity**. Without it, nothing is gained. **Predict before you run:** here are four copies of one network, and one that was trained anew with the same seed. What does each ensemble gain?

# %%
copies = np.array([seed_test[0]] * 4).mean(axis=0)
keras.utils.set_random_seed(0)
network = build_network()
network.fit(x_train, y_train, epochs=20, batch_size=100, verbose=0)
same_seed = network(x_test).numpy()
same_mean = (seed_test[0] + same_seed) / 2
print(f"one network:    {singles[0]:.3f}")
print(f"four copies:    {(copies.argmax(axis=1) == y_test).mean():.3f}")
print(f"one seed twice: {(same_mean.argmax(axis=1) == y_test).mean():.3f}")

# %% [markdown]
# Nothing. With one seed, the random initial weights and the order of the batches are the same, so the network is the same. Look out for three ways to get copies without noticing: a list `[network] * 4`, which holds *one* object four times; a seed that is set anew, to the same number, in the loop; and `keras.models.clone_model` with the old weights put back.
#
# ### Exercise `make_members`
#
# Write the function `make_members(seeds)`. It gives a list of new networks made by `build_network`, not trained, one for each seed, in this order. The seeds are all different. A network depends on *its* seed alone: seed 3 gives the same initial weights whenever it is asked for, whatever stands before it in the list; other seeds give other weights.
#
# <details><summary>Hint</summary>When are the random weights drawn, and what has to stand before that?</details>
# <details><summary>Deeper hint</summary>In a loop over the seeds: <code>keras.utils.set_random_seed(seed)</code>, then <code>build_network()</code>.</details>


# %% solution="make_members"
def make_members(seeds):
    """Return a new network for each seed."""
    ### BEGIN SOLUTION
    members = []
    for seed in seeds:
        keras.utils.set_random_seed(seed)
        members.append(build_network())
    return members
    ### END SOLUTION


# %% grade="make_members"
where = "Exercise make_members: "
tried = make_members([1, 2])
assert tried is not None, where + "the function returns nothing yet."
assert len(tried) == 2, (
    where + f"two seeds make two networks, and {len(tried)} came back."
)
assert all(isinstance(one, keras.Model) for one in tried), (
    where + "the list should hold Keras models."
)
print("The visible check of make_members passed.")

# %% [markdown]
# ## Snapshots from one training
#
# Four members cost four trainings. A **snapshot ensemble** takes them all from one. The learning rate goes in **cycles**. It starts high and falls to a small part of that (the longer the cycle, the smaller), so that the network settles. There a snapshot of its weights is taken. Then the rate jumps up, and the network leaves that place for another one. In epoch number $e$ (from 0), with cycles of $c$ epochs and a highest rate $r$, the rate is
#
# $$\frac{r}{2}\left(1 + \cos\left(\pi\,\frac{e \bmod c}{c}\right)\right)$$
#
# In numbers, for $c = 4$ and $r = 0.1$:

# %%
cycle_rates = [
    0.1 / 2 * (1 + math.cos(math.pi * (epoch % 4) / 4)) for epoch in range(8)
]
print("learning rates:", np.round(cycle_rates, 3))

# %% [markdown]
# Before you write the callback, see what goes wrong most often. **Predict before you run:** after each of three epochs we keep the weights of a small model in two lists. Which of the lists holds three different snapshots?


# %%
class Keeper(keras.callbacks.Callback):
    """Keep references in one list, and copies in the other."""

    def on_train_begin(self, logs=None):
        self.references, self.copies = [], []

    def on_epoch_end(self, epoch, logs=None):
        self.references.append(self.model.weights)
        self.copies.append(self.model.get_weights())


keeper = Keeper()
keras.utils.set_random_seed(1)
build_network().fit(
    x_train[:200], y_train[:200], epochs=3, verbose=0, callbacks=[keeper]
)
for name, kept in {
    "weights": keeper.references,
    "copies": keeper.copies,
}.items():
    print(name, [f"{float(np.std(part[0])):.4f}" for part in kept])

# %% [markdown]
# `model.weights` is a list of the model's own variables. The three entries point to the *same* variables, and all show what they hold now. The same goes for the model itself. `get_weights` gives NumPy arrays, and these are copies.
#
# ### Exercise `snapshots`
#
# Write a class `Snapshots`, a callback made by `Snapshots(cycle, rate)`.
#
# - At the start of each epoch it sets the optimizer's learning rate by the formula above, with cycles of `cycle` epochs and the highest rate `rate`.
# - At the end of each cycle it adds the model's weights, as `get_weights` gives them, to its list `snapshots`: a list of arrays per cycle. What the model learns later changes nothing in it.
# - With every `fit` the list begins anew, empty. A cycle that isn't complete gives no snapshot.
#
# <details><summary>Hint</summary>Three hooks. Keras counts epochs from 0: after which epochs is a cycle of 4 complete?</details>
# <details><summary>Deeper hint</summary><code>self.model.optimizer.learning_rate = …</code> in <code>on_epoch_begin</code>. In <code>on_epoch_end</code> a cycle is complete where <code>(epoch + 1) % self.cycle</code> is 0.</details>

# %% solution="snapshots"
Snapshots = ...


### BEGIN SOLUTION
class Snapshots(keras.callbacks.Callback):
    """Cycle the learning rate, and keep the weights of each cycle's end."""

    def __init__(self, cycle, rate):
        super().__init__()
        self.cycle = cycle
        self.rate = rate

    def on_train_begin(self, logs=None):
        self.snapshots = []

    def on_epoch_begin(self, epoch, logs=None):
        angle = math.pi * (epoch % self.cycle) / self.cycle
        rate = self.rate / 2 * (1 + math.cos(angle))
        self.model.optimizer.learning_rate = rate

    def on_epoch_end(self, epoch, logs=None):
        if (epoch + 1) % self.cycle == 0:
            self.snapshots.append(self.model.get_weights())


### END SOLUTION

# %% grade="snapshots"
where = "Exercise snapshots: "
assert Snapshots is not ..., where + "write the class in place of the dots."
assert isinstance(Snapshots, type), where + "Snapshots is not a class."
assert issubclass(Snapshots, keras.callbacks.Callback), (
    where + "the class does not derive from keras.callbacks.Callback."
)
tried = Snapshots(2, 0.01)
few = {"x": x_train[:100], "y": y_train[:100], "verbose": 0}
build_network().fit(**few, epochs=4, callbacks=[tried])
assert hasattr(tried, "snapshots"), where + "there is no list `snapshots`."
count = len(tried.snapshots)
assert count == 2, (
    where + f"4 epochs in cycles of 2 make 2 snapshots, and there are {count}."
)
print("The visible check of snapshots passed.")

# %% [markdown]
# What is it worth? The next cell keeps predictions rather than weights, in 4 cycles of 10 epochs. So it costs as much as *two* of the members above. **Predict before you run:** will four snapshots be as good as four seeds?


# %%
class CyclePredictions(keras.callbacks.Callback):
    """Cycle the learning rate, and keep test predictions of each cycle."""

    def on_train_begin(self, logs=None):
        self.kept = []

    def on_epoch_begin(self, epoch, logs=None):
        falling = 1 + math.cos(math.pi * (epoch % 10) / 10)
        self.model.optimizer.learning_rate = 0.01 * falling

    def on_epoch_end(self, epoch, logs=None):
        if (epoch + 1) % 10 == 0:
            self.kept.append(self.model(x_test).numpy())


keras.utils.set_random_seed(0)
cycles = CyclePredictions()
history = build_network().fit(
    x_train, y_train, epochs=40, batch_size=100, verbose=0, callbacks=[cycles]
)

# %%
kept = np.array(cycles.kept)
kept_accuracies = (kept.argmax(axis=2) == y_test).mean(axis=1)
snapshot_accuracy = (kept.mean(axis=0).argmax(axis=1) == y_test).mean()
kept_named, seeds_named = kept.argmax(axis=2), seed_test.argmax(axis=2)
print("snapshots:", " ".join(f"{value:.2f}" for value in kept_accuracies))
print(f"mean of four snapshots: {snapshot_accuracy:.2f}")
print(f"mean of four seeds:     {(classes == y_test).mean():.2f}")
snapshots_differ = (kept_named[2] != kept_named[3]).mean()
seeds_differ = (seeds_named[2] != seeds_named[3]).mean()
print(f"last two snapshots differ in {snapshots_differ:.2f} of the pictures")
print(f"two seeds differ in          {seeds_differ:.2f} of the pictures")

# %% [markdown]
# The first snapshot is as good as a single network, the later ones are better. Slow steps or longer training? This run can't tell. Together they reach about what four seeds reach, 0.83, for half the training. But look at the last two: they differ in 0.05 of the pictures, and two seeds in 0.13. The mean gains little over the last snapshot.
#
# ## One model, one file
#
# A list of members is awkward to hand over. A functional model can call models as if they were layers (lesson 04). The members get one common input, and a layer `Average` takes the mean. The next cell ends with an error, on purpose (`%xmode Minimal` keeps it short). **Predict before you run:** the second model is a clone of the first. What do both have that must be different?

# %% tags=["raises-exception"]
# %xmode Minimal
first_member = seed_networks[0]
second_member = keras.models.clone_model(first_member)
pixels = keras.Input(shape=(196,))
both = [first_member(pixels), second_member(pixels)]
pair = keras.Model(pixels, keras.layers.Average()(both))

# %% [markdown]
# Their name. Within a model every layer's name must be different, and a clone, or a model that was loaded from a file twice, keeps the old one. A name can be changed:

# %%
second_member = seed_networks[1]
first_member.name, second_member.name = "member_0", "member_1"
pixels = keras.Input(shape=(196,))
both = [first_member(pixels), second_member(pixels)]
pair = keras.Model(pixels, keras.layers.Average()(both))
difference = np.abs(pair(x_test[:9]).numpy() - seed_test[:2, :9].mean(axis=0))
print(f"largest difference from the mean: {difference.max():.4f}")
print(
    f"parameters: {pair.count_params():,} "
    f"in place of {first_member.count_params():,}"
)

# %% [markdown]
# The pair only calls its members, and shares their weights: train it, and you train them. Here is the whole in one file:

# %%
with tempfile.TemporaryDirectory() as pair_folder:
    pair.save(f"{pair_folder}/pair.keras")
    loaded_pair = keras.models.load_model(f"{pair_folder}/pair.keras")
change = np.abs(loaded_pair(x_test[:9]) - pair(x_test[:9])).max()
print(f"largest change by saving and loading: {change:.4f}")

# %% [markdown]
# ### Exercise `ensemble_model`
#
# Write the function `ensemble_model(members)`. It takes a list of two or more Keras models with inputs of one shape, whatever it is, which give probabilities. It returns one functional Keras model with **one** input of that shape, which gives the mean of their outputs. The model must save to one `.keras` file, and `keras.models.load_model` must load it without `custom_objects`. It need not be compiled. Members may have equal names; you may change their names, and not their weights.
#
# <details><summary>Hint</summary>A member knows the shape of its input. And the mean of two layers' outputs is a layer, not a Python function: which kind of layer can't be loaded without help?</details>
# <details><summary>Deeper hint</summary><code>members[0].input_shape[1:]</code> is the shape of one row. Give the members the names <code>member_0</code>, <code>member_1</code>, … in a loop with <code>enumerate</code>, then call each on the same input.</details>


# %% solution="ensemble_model"
def ensemble_model(members):
    """Return one model that gives the mean of its members' outputs."""
    ### BEGIN SOLUTION
    inputs = keras.Input(members[0].input_shape[1:])
    outputs = []
    for number, member in enumerate(members):
        member.name = f"member_{number}"
        outputs.append(member(inputs))
    return keras.Model(inputs, keras.layers.Average()(outputs))
    ### END SOLUTION


# %% grade="ensemble_model"
where = "Exercise ensemble_model: "
tried = ensemble_model([build_network(), build_network()])
assert tried is not None, where + "the function returns nothing yet."
assert isinstance(tried, keras.Model), where + "it returns no Keras model."
shape = tuple(tried(x_test[:5]).shape)
assert shape == (5, 10), (
    where + f"five rows and ten classes: shape (5, 10), not {shape}."
)
print("The visible check of ensemble_model passed.")

# %% [markdown]
# ## Errors that disagree
#
# Other seeds make diversity, and so do other architectures and other *kinds* of models. To compare them we take a table: blocks of houses in California, with eight numbers each. Are the houses worth much (1) or not (0)? A **random forest** averages decision trees, each grown on other rows, with a few columns drawn at random at every split (more on that further down). **Gradient boosting** adds small trees one after the other, each for the errors that are left. On tables both are often better than a network.

# %%
blocks = pd.read_csv(DATA / "california" / "california.csv.gz")
blocks = blocks.sample(frac=1, random_state=13)
is_high = blocks.pop("high_value").to_numpy("int32")
block_rows = blocks.to_numpy("float32")
center, deviation = (
    block_rows[:2000].mean(axis=0),
    block_rows[:2000].std(axis=0),
)
block_rows = np.clip((block_rows - center) / deviation, -3, 3)
rows_train, rows_valid, rows_test = np.split(block_rows, [2000, 3000])
high_train, high_valid, high_test = np.split(is_high, [2000, 3000])
print(rows_train.shape, rows_valid.shape, rows_test.shape)


# %%
def block_network(units, seed):
    """Return a trained network that gives two probabilities for a block."""
    keras.utils.set_random_seed(seed)
    network = keras.Sequential([keras.Input(shape=(8,))])
    for width in units:
        network.add(keras.layers.Dense(width, activation="relu"))
    network.add(keras.layers.Dense(2, activation="softmax"))
    adam = keras.optimizers.Adam(learning_rate=0.01)
    loss = "sparse_categorical_crossentropy"
    network.compile(optimizer=adam, loss=loss, steps_per_execution=20)
    network.fit(rows_train, high_train, epochs=20, batch_size=100, verbose=0)
    return network


# %%
forest = RandomForestClassifier(n_estimators=100, random_state=0)
forest.fit(rows_train, high_train)
boosting = GradientBoostingClassifier(max_depth=4, random_state=0)
boosting.fit(rows_train, high_train)
block_nets = {
    "network, seed 0": block_network(units=[32, 32], seed=0),
    "network, seed 1": block_network(units=[32, 32], seed=1),
    "other architecture": block_network(units=[16, 16, 16, 16], seed=2),
}
block_test = {name: one(rows_test).numpy() for name, one in block_nets.items()}
block_test["forest"] = forest.predict_proba(rows_test)
block_test["boosting"] = boosting.predict_proba(rows_test)

# %% [markdown]
# Two numbers describe a pair. The **disagreement** is the share of rows in which they name different classes. The **double fault** is the share of rows in which *both* are wrong: these an average can hardly repair (with two classes, not at all). **Predict before you run:** which model makes the best partner for the network with seed 0?

# %%
base_named = block_test["network, seed 0"].argmax(axis=1)
print(f"{'partner':20}alone  disagree  double fault  mean")
for name, answers in block_test.items():
    partner = answers.argmax(axis=1)
    disagree = (base_named != partner).mean()
    double = ((base_named != high_test) & (partner != high_test)).mean()
    mean = (block_test["network, seed 0"] + answers) / 2
    together = (mean.argmax(axis=1) == high_test).mean()
    alone = (partner == high_test).mean()
    print(
        f"{name:20}{alone:.3f}  {disagree:.3f}     {double:.3f}         ",
        end="",
    )
    print(f"{together:.3f}")

# %% [markdown]
# The first row is the network with itself. Another seed disagrees little, and gains nothing here. The other architecture disagrees more. The two models of another kind have the lowest double fault, and with them the mean is better than the network by 0.01 to 0.02. Now read the last row: the mean is *worse than boosting alone*. A partner helps when it is different *and* about as good.
#
# ### Exercise `compare_errors`
#
# Write the function `compare_errors(first, second, y)`. `first` and `second` are the probabilities of two models, of shape (rows, classes), for any number of classes; `y` holds the true classes. It gives the pair (disagreement, double fault), each as a share of all rows. In a row where both are wrong, they may name the same wrong class or two different ones: both are double faults.
#
# <details><summary>Hint</summary>First turn probabilities into classes. Two conditions hold at the same time: which operator is that for arrays?</details>
# <details><summary>Deeper hint</summary>The cell above computes both, for one model and its partner.</details>


# %% solution="compare_errors"
def compare_errors(first, second, y):
    """Return the disagreement and the double fault of two models."""
    ### BEGIN SOLUTION
    one, other = first.argmax(axis=1), second.argmax(axis=1)
    both_wrong = (one != y) & (other != y)
    return (one != other).mean(), both_wrong.mean()
    ### END SOLUTION


# %% grade="compare_errors"
where = "Exercise compare_errors: "
sure = np.array([[0.9, 0.1], [0.8, 0.2], [0.3, 0.7], [0.4, 0.6]])
tried = compare_errors(sure, sure, np.array([0, 1, 1, 1]))
assert tried is not None, where + "the function returns nothing yet."
assert np.shape(tried) == (2,), where + f"it gives two numbers, not {tried}."
assert math.isclose(tried[0], 0), (
    where + f"a model never disagrees with itself; you say {tried[0]}."
)
print("The visible check of compare_errors passed.")

# %% [markdown]
# ## Weights from validation data
#
# Should a good member count more? A **weighted average** gives member $i$ the weight $w_i$; no weight is negative, and all add to one. If they added to 1.2, the result would no longer be probabilities. Weights are choices, so they are found as all choices are: on validation data. We measure by the cross-entropy, which changes smoothly, while the accuracy jumps. For network and boosting:


# %%
def cross_entropy(probabilities, y):
    """Return the mean of minus the logarithm at the true classes."""
    at_true = probabilities[np.arange(len(y)), y]
    return -np.log(np.clip(at_true, 1e-7, 1)).mean()


net_valid = block_nets["network, seed 0"](rows_valid).numpy()
boosting_valid = boosting.predict_proba(rows_valid)
forest_valid = forest.predict_proba(rows_valid)
for share in (0, 0.2, 0.4, 0.6, 0.8, 1):
    mixed = share * net_valid + (1 - share) * boosting_valid
    loss = cross_entropy(mixed, high_valid)
    print(f"network {share:.1f}, boosting {1 - share:.1f}: loss {loss:.3f}")

# %% [markdown]
# With three members there are 66 ways to share out ten tenths. `itertools.product` goes through all triples of 0 to 10, and we keep those that add to 10:

# %%
tenths = itertools.product(range(11), repeat=3)
mixes = np.array([mix for mix in tenths if sum(mix) == 10]) / 10
valid_three = np.array([net_valid, forest_valid, boosting_valid])
valid_losses = [
    cross_entropy(np.tensordot(mix, valid_three, axes=1), high_valid)
    for mix in mixes
]
best_mix = mixes[np.argmin(valid_losses)]
three_names = ["network, seed 0", "forest", "boosting"]
test_three = np.array([block_test[name] for name in three_names])
weighted_test = np.tensordot(best_mix, test_three, axes=1)
accuracy = (weighted_test.argmax(axis=1) == high_test).mean()
print(f"test accuracy, weighted: {accuracy:.3f}")
accuracy = (test_three.mean(axis=0).argmax(axis=1) == high_test).mean()
print(f"test accuracy, equal:    {accuracy:.3f}")

# %% [markdown]
# The weights reach 0.876 and equal ones 0.873; such a test scatters by about 0.003. Over boosting alone, 0.879, they gain nothing here. A weight can reduce a weak member's harm; it doesn't make it strong.
#
# And what if somebody finds the weights on the *test* data, and reports the accuracy there? We play it 200 times: draw 100 test rows (few, so that the effect shows), take the weights with the best accuracy on these, and compare with the accuracy on all other test rows.

# %% tags=["demonstration"]
mixed_right = np.array(
    [
        np.tensordot(mix, test_three, axes=1).argmax(axis=1) == high_test
        for mix in mixes
    ]
)
draw = np.random.default_rng(13)
promised, kept_promise = [], []
for _ in range(200):
    order = draw.permutation(len(high_test))
    chosen = mixed_right[:, order[:100]].mean(axis=1).argmax()
    promised.append(mixed_right[chosen, order[:100]].mean())
    kept_promise.append(mixed_right[chosen, order[100:]].mean())
print(f"accuracy on the rows that chose: {np.mean(promised):.3f}")
print(f"accuracy on other rows:          {np.mean(kept_promise):.3f}")

# %% [markdown]
# On the rows that chose the weights the accuracy is too good by about 0.02, on average. It was found by looking at the answers. The next rows don't keep that promise.
#
# ### Exercise `validation_weights`
#
# Write the function `validation_weights(valid, y_valid, test, y_test)`. `valid` and `test` hold the probabilities of the members, of shape (members, rows, classes), for validation and test rows; there are two to four members. It gives the pair (weights, accuracy).
#
# - `weights`: one for each member, none negative, with a sum of one. Their weighted average has the lowest **validation cross-entropy** among all that are made of whole tenths. (If you search more finely, it may be lower. Of equal losses, any will do.)
# - `accuracy`: the weighted average's accuracy on the **test** rows.
#
# <details><summary>Hint</summary>The test data are used once, in the last line.</details>
# <details><summary>Deeper hint</summary>The cell with <code>itertools.product</code> does it for three members. Put <code>repeat=len(valid)</code> there; <code>cross_entropy</code> may be used.</details>


# %% solution="validation_weights"
def validation_weights(valid, y_valid, test, y_test):
    """Return weights found on validation rows, and the test accuracy."""
    ### BEGIN SOLUTION
    lowest, weights = np.inf, None
    for mix in itertools.product(range(11), repeat=len(valid)):
        if sum(mix) == 10:
            candidate = np.array(mix) / 10
            mixed = np.tensordot(candidate, np.asarray(valid), axes=1)
            loss = cross_entropy(mixed, y_valid)
            if loss < lowest:
                lowest, weights = loss, candidate
    final = np.tensordot(weights, np.asarray(test), axes=1)
    return weights, np.mean(final.argmax(axis=1) == y_test)
    ### END SOLUTION


# %% grade="validation_weights"
where = "Exercise validation_weights: "
sure = np.array([[[0.9, 0.1], [0.2, 0.8]], [[0.1, 0.9], [0.8, 0.2]]])
tried = validation_weights(sure, np.array([0, 1]), sure, np.array([0, 1]))
assert tried is not None, where + "the function returns nothing yet."
assert len(tried) == 2, where + "it gives a pair: weights, and an accuracy."
assert np.size(tried[0]) == 2, (
    where + f"two members have two weights, and not {np.size(tried[0])}."
)
assert tried[0][0] > tried[0][1], (
    where + "the first member is right in every row, the second in none."
)
print("The visible check of validation_weights passed.")

# %% [markdown]
# ## Bagging
#
# Where only one kind of model is at hand, other *rows* make diversity. A **bootstrap sample** of 2,000 rows is 2,000 draws **with replacement**: a row that was drawn goes back, and may come again. **Predict before you run:** which share of the rows is in the sample at least once?

# %%
sample = np.random.default_rng(0).choice(2000, size=2000, replace=True)
print(f"share of different rows: {len(np.unique(sample)) / 2000:.2f}")

# %% [markdown]
# A row is missed by one draw with probability $1 - 1/n$, and by all $n$ draws with $(1 - 1/n)^n$, about 0.37. So 0.63 are in. *Without* replacement, 2,000 draws from 2,000 rows are all the rows, in another order, and every member gets the same data.
#
# **Bagging** (*bootstrap aggregating*) trains each member on a bootstrap sample of its own, and averages. (The forest above adds random columns.) The rows that a member's sample has missed, its **out-of-bag** rows, are unseen data for this member. Average for each row only those members that have not seen it, and you get an honest estimate without validation data. We bag 25 decision trees:

# %%
draw = np.random.default_rng(0)
tree_test, tree_train, tree_out = [], [], []
for number in range(25):
    sample = draw.choice(2000, size=2000, replace=True)
    tree = DecisionTreeClassifier(random_state=number)
    tree.fit(rows_train[sample], high_train[sample])
    tree_test.append(tree.predict_proba(rows_test))
    tree_train.append(tree.predict_proba(rows_train))
    unseen = tree_train[-1].copy()
    unseen[sample] = np.nan
    tree_out.append(unseen)

# %% tags=["demonstration"]
alone = (np.array(tree_test).argmax(axis=2) == high_test).mean(axis=1)
bagged = {
    "25 trees, test rows:       ": (np.mean(tree_test, axis=0), high_test),
    "25 trees, out-of-bag rows: ": (np.nanmean(tree_out, axis=0), high_train),
    "25 trees, training rows:   ": (np.mean(tree_train, axis=0), high_train),
}
print(f"one tree, test rows:        {alone.mean():.2f}")
for name, (mean, truth) in bagged.items():
    print(f"{name} {(mean.argmax(axis=1) == truth).mean():.2f}")

# %% [markdown]
# A tree on one bootstrap sample reaches 0.77, a tree on all rows about 0.80, and 25 bagged trees 0.84. The out-of-bag estimate, 0.83, comes close to the truth and is a little low, perhaps since only about nine of the trees answer for a row. The mean over all trees on training rows says 1.00, and means nothing.
#
# ### Exercise `bootstrap`
#
# Write two functions.
#
# 1. `bootstrap(count, seed)` gives the pair (rows, out of bag). The first are the numbers of a bootstrap sample of `count` rows: `count` numbers from 0 to `count - 1`. The second are the numbers of all rows that are not in it, each once, in any order. One seed gives one sample, other seeds give others.
# 2. `out_of_bag_mean(probabilities, bags)` takes the members' probabilities for all rows, of shape (members, rows, classes), and a list `bags` with the row numbers of each member's bootstrap sample. It gives the mean, of shape (rows, classes), over those members that have **not** seen the row. A row that every member has seen gets `np.nan`.
#
# <details><summary>Hint</summary><code>np.nanmean</code> leaves out what is <code>nan</code> (its warning is harmless). What do you have to write where?</details>
# <details><summary>Deeper hint</summary><code>np.setdiff1d(np.arange(count), rows)</code> gives what is missing. For the mean, copy the probabilities, and set <code>copy[member, bag] = np.nan</code> for each member.</details>


# %% solution="bootstrap"
def bootstrap(count, seed):
    """Return the rows of a bootstrap sample, and the rows not in it."""
    ### BEGIN SOLUTION
    rows = np.random.default_rng(seed).choice(count, size=count)
    return rows, np.setdiff1d(np.arange(count), rows)
    ### END SOLUTION


def out_of_bag_mean(probabilities, bags):
    """Return for each row the mean of the members that haven't seen it."""
    ### BEGIN SOLUTION
    unseen = np.array(probabilities, dtype="float64")
    for member, bag in enumerate(bags):
        unseen[member, bag] = np.nan
    count = (~np.isnan(unseen)).sum(axis=0)
    total = np.nansum(unseen, axis=0)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)
    ### END SOLUTION


# %% grade="bootstrap"
where = "Exercise bootstrap: "
tried = bootstrap(50, 1)
assert tried is not None, where + "the function bootstrap returns nothing yet."
assert len(tried) == 2, where + "bootstrap gives a pair of arrays."
assert len(tried[0]) == 50, (
    where + f"a sample of 50 rows has 50 numbers, and not {len(tried[0])}."
)
tried = out_of_bag_mean(np.full((2, 3, 2), 0.5), [[0, 0, 1], [0, 2, 2]])
assert tried is not None, where + "out_of_bag_mean returns nothing yet."
assert np.shape(tried) == (3, 2), (
    where + f"3 rows and 2 classes: shape (3, 2), not {np.shape(tried)}."
)
print("The visible check of bootstrap passed.")

# %% [markdown]
# ## Stacking
#
# Why not let a model find the weights? In **stacking**, the members' probabilities become the *inputs* of a second, small model, the **meta-model**. It needs rows to learn from. The training rows? The members have seen those. **Predict before you run:** how good is a decision tree on rows that it has seen?

# %%
tree = DecisionTreeClassifier(random_state=0).fit(rows_train, high_train)
tree_seen = tree.predict_proba(rows_train)
tree_fold = cross_val_predict(
    tree, rows_train, high_train, cv=5, method="predict_proba"
)
for name, answers in {"seen": tree_seen, "out of fold": tree_fold}.items():
    accuracy = (answers.argmax(axis=1) == high_train).mean()
    print(f"tree, {name}: {accuracy:.2f}")

# %% [markdown]
# On its own rows the tree is perfect, and that is no use: its answers give away the labels (a *leak*), and the meta-model learns to trust it blindly. `cross_val_predict` does it right. It cuts the rows into five **folds**, and for each fold it trains a member *on the other four* and predicts this one. So each row gets a prediction from a member that has not seen it, an **out-of-fold prediction**. We stack the tree and the boosting both ways, with a logistic regression as meta-model. On test rows, members trained on *all* training rows answer. **Predict before you run:** on rows that the members have seen, the meta-model will look better. And on test rows?

# %%
boosting_fold = cross_val_predict(
    boosting, rows_train, high_train, cv=5, method="predict_proba"
)
boosting_seen = boosting.predict_proba(rows_train)
tree_answers = tree.predict_proba(rows_test)
stack_test = np.hstack([tree_answers, block_test["boosting"]])
stacks = {
    "seen": np.hstack([tree_seen, boosting_seen]),
    "out of fold": np.hstack([tree_fold, boosting_fold]),
}

# %%
for name, columns in stacks.items():
    meta_model = LogisticRegression().fit(columns, high_train)
    on_test = meta_model.predict_proba(stack_test)
    print(
        f"{name:12} training {meta_model.score(columns, high_train):.3f}",
        end="",
    )
    print(f", test {meta_model.score(stack_test, high_test):.3f}", end="")
    print(f", test loss {cross_entropy(on_test, high_test):.2f}")
tree_alone = (tree_answers.argmax(axis=1) == high_test).mean()
print(f"the tree alone: {tree_alone:.3f}")

# %% [markdown]
# The leak costs 0.08 of the test accuracy, and more than doubles the test loss. In training the wrong way looks perfect, 1.000 against 0.865; on test rows it is as bad as the tree alone, 0.80, since the meta-model has learned to follow the tree. Out of fold it has learned what each is worth, and reaches 0.88, as boosting does alone: stacking gains nothing here. A warning sign: a stack much better in training than each member is out of fold.
#
# ### Exercise `out_of_fold`
#
# `cross_val_predict` knows nothing of Keras, so write it yourself: `out_of_fold(path, x, y, folds, epochs)`. The file at `path` holds a compiled Keras model that has not been trained. `x`, `y` and `folds` are arrays; `folds` holds the number of the fold that each row belongs to, counted from 0.
#
# For each fold, a model **loaded anew** from the file is trained for `epochs` epochs on all rows of the *other* folds (with the default batch size), and predicts the rows of this fold. The function gives all predictions in one array, of shape (rows, classes), in the order of the rows. (The check below builds its optimizer, or `load_model` would warn.)
#
# <details><summary>Hint</summary>What would a model know that is trained on from fold to fold?</details>
# <details><summary>Deeper hint</summary>In a loop over <code>np.unique(folds)</code>: <code>inside = folds == fold</code>, load, fit on <code>x[~inside]</code>, and collect <code>predictions[inside] = …</code>. Make <code>predictions</code> before the loop or in its first round.</details>


# %% solution="out_of_fold"
def out_of_fold(path, x, y, folds, epochs):
    """Return for each row what a model says that has not seen it."""
    ### BEGIN SOLUTION
    parts = {}
    for fold in np.unique(folds):
        inside = folds == fold
        member = keras.models.load_model(path)
        member.fit(x[~inside], y[~inside], epochs=epochs, verbose=0)
        answers = member.predict(x[inside], verbose=0)
        parts.update(zip(np.flatnonzero(inside), answers, strict=True))
    return np.array([parts[row] for row in range(len(x))])
    ### END SOLUTION


# %% grade="out_of_fold"
where = "Exercise out_of_fold: "
half = np.array([0, 1, 0, 1, 0, 1])
with tempfile.TemporaryDirectory() as check_folder:
    path = f"{check_folder}/new.keras"
    new_network = build_network()
    new_network.optimizer.build(new_network.trainable_variables)
    new_network.save(path)
    tried = out_of_fold(path, x_train[:6], y_train[:6], half, 1)
assert tried is not None, where + "the function returns nothing yet."
message = f"6 rows and 10 classes: shape (6, 10), not {np.shape(tried)}."
assert np.shape(tried) == (6, 10), where + message
print("The visible check of out_of_fold passed.")

# %% [markdown]
# ## When it does not help
#
# You have met two cases: copies of one network, and partners that are weaker than the best model. Here is a third. The loss of a network *without* a hidden layer has a single valley (it is convex), and every seed comes down to nearly the same outputs. **Predict before you run:** what do three such networks gain together?

# %% tags=["demonstration"]
linear_test = []
for seed in range(3):
    keras.utils.set_random_seed(seed)
    linear = keras.Sequential([keras.Input(shape=(196,))])
    linear.add(keras.layers.Dense(10, activation="softmax"))
    adam = keras.optimizers.Adam(learning_rate=0.02)
    loss = "sparse_categorical_crossentropy"
    linear.compile(optimizer=adam, loss=loss, steps_per_execution=2)
    linear.fit(x_train, y_train, epochs=60, batch_size=1000, verbose=0)
    linear_test.append(linear(x_test).numpy())

# %% tags=["demonstration"]
linear_test = np.array(linear_test)
linear_singles = (linear_test.argmax(axis=2) == y_test).mean(axis=1)
linear_mean = (linear_test.mean(axis=0).argmax(axis=1) == y_test).mean()
linear_named = linear_test.argmax(axis=2)
print(f"linear networks, mean accuracy: {linear_singles.mean():.3f}")
print(f"their ensemble:                 {linear_mean:.3f}")
print(f"two of them differ: {(linear_named[0] != linear_named[1]).mean():.2f}")

# %% [markdown]
# Nothing that counts: they name the same class in almost every picture, so there is no error that the others could repair. Of the same kind are members that are all stopped by the same thing: wrong labels, or a feature that is missing. A mean repairs what differs by chance, and not what all have in common.
#
# ## What it costs
#
# An ensemble of four costs four trainings, four times the memory, and four times the time of each prediction, for as long as it is in use. We measure the last one, in processor time:

# %% tags=["demonstration", "nbval-ignore-output"]
seconds = []
for count in (1, 4):
    started = time.process_time()
    for network in seed_networks[:count]:
        for _ in range(20):
            network(x_test)
    seconds.append(time.process_time() - started)
print(f"four networks take {seconds[1] / seconds[0]:.1f} times as long as one")

# %% [markdown]
# And what do you get for it? Our eight networks make eight ensembles of one member, four of two, two of four, and one of eight. **Predict before you run:** which doubling brings most?

# %% tags=["demonstration"]
figure, axis = plt.subplots(figsize=(6, 3.5))
sizes, group_means = [1, 2, 4, 8], []
for size in sizes:
    groups = seed_test.reshape(8 // size, size, 5000, 10).mean(axis=1)
    accuracies = (groups.argmax(axis=2) == y_test).mean(axis=1)
    group_means.append(accuracies.mean())
    axis.plot([size] * len(accuracies), accuracies, "o", color="tab:blue")
    print(f"{size:2} members: {accuracies.mean():.3f}, ", end="")
    print(f"parameters {size * seed_networks[0].count_params():7,}")
axis.plot(sizes, group_means, "k--", label="mean")
axis.plot(2, snapshot_accuracy, "r^", label="four snapshots")
axis.set(xlabel="trainings", ylabel="test accuracy", xticks=sizes)
axis.legend()
plt.show()

# %% [markdown]
# *Picture:* test accuracy by the number of trainings. At 1 there are eight points between 0.78 and 0.82, at 2 four points around 0.82, at 4 two points, at 0.82 and 0.83, and at 8 one point, a little higher. A dashed line joins their means; it rises steeply at first and then flattens. A red triangle at 2 trainings, near 0.83, marks the four snapshots.
#
# The first doubling brings about 0.016, the second 0.009, the third 0.006, no more than other test rows could change; each costs twice as much as the previous. The scatter shrinks as well: a single network may be unlucky by 0.02, an ensemble of four hardly. The first doubling is within the scatter of the seeds, the second is beyond it: both ensembles of four (0.823 and 0.831) beat every single network. If training time is short, take snapshots; if memory or prediction time is, take two members: there, snapshots cost as much as seeds.
#
# ## What you have done
#
# In this lesson you have
#
# - averaged probabilities, counted votes, and seen what averaged labels do;
# - measured diversity by disagreement and double fault, and made members by seeds, rows, kinds of models and snapshots;
# - found weights on validation data, and seen the test data promise too much;
# - predicted out of bag and out of fold, and shown what a leak costs;
# - joined members in one model and one file;
# - compared the gain with its cost, and met three cases without a gain.
#
# ## Going further
#
# - The mean of eight networks can be *taught* to a single one, with the mean probabilities as labels. How much of the gain is left? G. Hinton, O. Vinyals and J. Dean, *Distilling the Knowledge in a Neural Network*, 2015.
# - Are the ensemble's probabilities more honest, too? Among the pictures with a probability of about 0.8, are 0.8 right? B. Lakshminarayanan, A. Pritzel and C. Blundell, *Simple and Scalable Predictive Uncertainty Estimation using Deep Ensembles*, 2017.
# - Average the *weights* of two seeds in place of their outputs. What comes out, and why does it go better with the snapshots of one training? P. Izmailov et al., *Averaging Weights Leads to Wider Optima and Better Generalization*, 2018.
#
# **Where this comes from.** Bagging: L. Breiman, *Bagging Predictors*, 1996. Stacking: D. Wolpert, *Stacked Generalization*, 1992. Ensembles of networks: L. Hansen and P. Salamon, *Neural Network Ensembles*, 1990. Double fault: G. Giacinto and F. Roli, *Design of effective neural network ensembles for image classification purposes*, 2001. Snapshots: G. Huang et al., *Snapshot Ensembles: Train 1, Get M for Free*, 2017. The blocks: R.K. Pace and R. Barry, *Sparse Spatial Autoregressions*, 1997; the clothes: H. Xiao, K. Rasul and R. Vollgraf, *Fashion-MNIST*, 2017. Documentation: [`Average`](https://keras.io/api/layers/merging_layers/average/), [`cross_val_predict`](https://scikit-learn.org/stable/modules/generated/sklearn.model_selection.cross_val_predict.html).

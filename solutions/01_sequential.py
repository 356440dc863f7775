# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 01 · Your first classifier
#
# In this lesson you build a model that names the piece of clothing in a small gray
# picture: *sandal*, *coat*, *bag*. You
#
# - **prepare** pictures and labels, and hold some back for validation;
# - **build** a `Sequential` model, and count its parameters;
# - **compile** it with the loss that fits its labels and its output;
# - **train** it, and read its learning curves;
# - **evaluate** it once, on pictures that it has never seen.
#
# **Before you start:** lesson 00, Python functions, NumPy arrays.
#
# **Time:** two sittings of 45 minutes, with a stop at “Half-way”. Each of the seven
# exercises stands alone.

# %%
import coursework

DATA = coursework.setup(seed=42)

import warnings

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

# %% [markdown]
# ## Load the data
#
# The data set is Fashion-MNIST: 70,000 photographs of clothes in ten **classes**,
# the kinds that the model has to tell apart. Keras's loader finds the course's
# files: nothing is downloaded. (The digits of MNIST need a network:
# `keras.datasets.mnist.load_data()`.)
#
# **Predict before you run:** a picture has 28 × 28 pixels. What is the shape of an
# array of 60,000 pictures? Are the grays whole numbers or fractions?

# %%
train_set, test_set = keras.datasets.fashion_mnist.load_data()
all_images, all_labels = train_set
test_images, test_labels = test_set
print("images:", all_images.shape, all_images.dtype)
print("from", all_images.min(), "to", all_images.max())
print("labels:", all_labels.shape, "first five:", all_labels[:5])
print("test images:", test_images.shape)

# %% [markdown]
# Pixels are whole numbers from 0 to 255. A **label** is the true class of a
# picture, here a class number from 0 to 9. The loader has split off 10,000
# **test** pictures; we use them once, at the end. The classes' names:

# %%
class_names = [
    *("T-shirt", "trousers", "pullover", "dress", "coat"),
    *("sandal", "shirt", "sneaker", "bag", "boot"),
]
figure, axes = plt.subplots(2, 5, figsize=(7, 3.2))
for label, axis in enumerate(axes.flat):
    first_of_class = np.argmax(all_labels == label)
    axis.imshow(all_images[first_of_class], cmap="gray_r")
    axis.set_title(f"{label} {class_names[label]}", fontsize=9)
    axis.axis("off")

# %% [markdown]
# *Picture:* one example of each of the ten classes, with its number and name.
#
# Pullover, coat and shirt look alike.
#
# ## Scale the pixels, hold some back
#
# **Scaling** brings inputs to small numbers of similar size, because training
# works best with them. `images.astype("float32") / 255` lies between 0 and 1, in
# `float32`, the type in which Keras computes.
#
# A model can memorize its training pictures. Only pictures that it was not trained
# on show what it has learned. So data is split into three parts:
#
# | part | used for | how often |
# |---|---|---|
# | **training** | finding the **weights**, the numbers in the layers | again and again |
# | **validation** | your choices: how many layers, how long to train | after each round of training |
# | **test** | the final evaluation | once |
#
# Some data sets are sorted, and then a split needs care. Here are 2,000 pictures,
# sorted by class. **Predict before you run:** you hold back the last 20 %. Which
# classes do you validate on?

# %%
sorting_order = np.argsort(all_labels[12_000:14_000], kind="stable")
sorted_images = all_images[12_000:14_000][sorting_order]
sorted_labels = all_labels[12_000:14_000][sorting_order]
last_classes = np.unique(sorted_labels[-400:])
print("last 20 %:", [class_names[label] for label in last_classes])

# %% [markdown]
# Two classes of ten, and the training part has almost no examples of them.
#
# ### Exercise `split_wardrobe`
#
# Make a fair split of the sorted data. From `sorted_images` and `sorted_labels`
# make four NumPy arrays:
#
# - `train_pictures` (1,600 pictures of 28 × 28) and `train_names`, their class
#   numbers, of shape `(1600,)`;
# - `valid_pictures` and `valid_names`: the other 400 and theirs.
#
# Scale the pixels: black is 0, white is 1. In both parts each class makes up about
# a tenth of the pictures. Each picture is in one part only, and only once, and
# keeps its own label.
#
# <details><summary>Hint</summary>
#
# Shuffle *positions*, not pictures: `np.random.default_rng(…).permutation(n)` gives
# the numbers 0 to n − 1 in a random order.
#
# </details>
# <details><summary>Deeper hint</summary>
#
# Call the shuffled positions `order`. `sorted_images[order[:1600]]` and
# `sorted_labels[order[:1600]]` belong together, because the same positions chose
# both. Two separate shuffles would give each picture a wrong label.
#
# </details>

# %% solution="split_wardrobe"
train_pictures, train_names = ..., ...
valid_pictures, valid_names = ..., ...
### BEGIN SOLUTION
order = np.random.default_rng(7).permutation(len(sorted_images))
chosen, held_back = order[:1600], order[1600:]
train_pictures = sorted_images[chosen].astype("float32") / 255
train_names = sorted_labels[chosen]
valid_pictures = sorted_images[held_back].astype("float32") / 255
valid_names = sorted_labels[held_back]
### END SOLUTION

# %% grade="split_wardrobe"
for name, part, shape in (
    ("train_pictures", train_pictures, (1600, 28, 28)),
    ("train_names", train_names, (1600,)),
    ("valid_pictures", valid_pictures, (400, 28, 28)),
    ("valid_names", valid_names, (400,)),
):
    start = f"Exercise split_wardrobe: `{name}`"
    assert part is not ..., f"{start} is still unanswered."
    assert np.shape(part) == shape, (
        f"{start} should have the shape {shape}; it has {np.shape(part)}."
    )
present = len(np.unique(valid_names))
assert present == 10, f"{start} holds {present} of the 10 classes."
print("The visible check of split_wardrobe passed.")

# %% [markdown]
# For our model we take 10,000 pictures for training and 1,000 for validation. The
# original files are shuffled, so here a simple cut is fair.

# %%
x_train = all_images[:10_000].astype("float32") / 255
y_train = all_labels[:10_000]
x_valid = all_images[10_000:11_000].astype("float32") / 255
y_valid = all_labels[10_000:11_000]
print("training:", x_train.shape, x_train.dtype)
print("validation pictures per class:", np.bincount(y_valid))

# %% [markdown]
# ## Stack layers
#
# A **`Sequential` model** is a stack of layers: the output of one layer is the
# input of the next. `Input` comes first and gives the shape of *one* picture.

# %%
clothes_model = keras.Sequential(
    [
        keras.Input(shape=(28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(300, activation="relu", name="first_hidden"),
        keras.layers.Dense(100, activation="relu", name="second_hidden"),
        keras.layers.Dense(10, activation="softmax", name="probabilities"),
    ],
    name="clothes",
)

# %% [markdown]
# `Flatten` puts the 28 rows one after the other: 784 numbers. A **`Dense` layer**
# consists of units. Each **unit** multiplies every input by a weight of its own,
# adds the products and a **bias**, and applies the **activation**, a function such
# as `relu` (negative numbers become 0). `softmax` makes ten positive numbers that
# add up to 1: one probability for each class. Layers between input and output are
# called **hidden**.
#
# ## Count parameters
#
# **Parameters** are the numbers that training may change. A `Dense` layer has
#
# $$\text{parameters} = \underbrace{\text{inputs} \times \text{units}}_{\text{weights, the kernel}} + \underbrace{\text{units}}_{\text{biases}}$$
#
# For the first hidden layer: 784 × 300 + 300 = 235,500.
#
# **Predict before you run:** how many have the second hidden layer (300 → 100), the
# output layer (100 → 10) and `Flatten`?

# %%
clothes_model.summary()

# %% [markdown]
# 300 × 100 + 100 = 30,100, and 100 × 10 + 10 = 1,010. `Flatten` has none. In the
# column of shapes, `None` stands for any number of pictures.
#
# The same stack, layer by layer, with `add`:

# %%
grown_model = keras.Sequential(name="grown")
grown_model.add(keras.Input(shape=(28, 28)))
grown_model.add(keras.layers.Flatten())
for units in (300, 100):
    grown_model.add(keras.layers.Dense(units, activation="relu"))
grown_model.add(keras.layers.Dense(10, activation="softmax"))
print("parameters:", grown_model.count_params())

# %% [markdown]
# `add` helps when a loop decides how many layers there are.
#
# ## No input, no weights
#
# **Predict before you run:** the next model has no `Input`. How many weight arrays
# does it have?

# %% tags=["raises-exception"]
# %xmode Minimal
late_model = keras.Sequential()
late_model.add(keras.layers.Flatten())
late_model.add(keras.layers.Dense(10, activation="softmax"))
print("weight arrays:", len(late_model.weights))
late_model.count_params()

# %% [markdown]
# *The layer isn't built.* (`%xmode Minimal` shortens errors;
# `%xmode Context` shows them in full.) A `Dense` layer can't make its weights before it
# knows the number of inputs. **Deferred building** means that weights are made later: at
# the first call, or by `build`. With `Input` first you get weights and most error
# messages at once. (Older notebooks give `input_shape` to the first layer; Keras 3 still
# accepts it, with a warning.)
#
# **Predict before you run:** the second model below has no `Flatten`. What is the
# shape of its output?

# %%
late_model.build((None, 28, 28))
print("late model, parameters:", late_model.count_params())

unflattened_model = keras.Sequential()
unflattened_model.add(keras.Input(shape=(28, 28)))
unflattened_model.add(keras.layers.Dense(10, activation="softmax"))
print("no Flatten, output shape:", unflattened_model.output_shape)
print("no Flatten, parameters:", unflattened_model.count_params())

# %% [markdown]
# No message. `Dense` works on the *last* axis: it takes each of the 28 rows by itself, so
# one picture gets 28 × 10 numbers instead of 10.
#
# ### Exercise `build_classifier`
#
# Build a `Sequential` model and call it `small_model`. It
#
# - takes pictures of 28 × 28, and has its weights as soon as it is made;
# - has **one** hidden `Dense` layer with ReLU; the layer's name is `hidden`;
# - outputs ten probabilities that add up to 1, since the classes exclude each other;
# - has the model name `wardrobe`;
# - has exactly **47,710** parameters. How many hidden units is that?
#
# <details><summary>Hint</summary>
#
# Write $h$ for the number of hidden units. How many parameters has the hidden layer,
# in terms of $h$? How many has the output layer?
#
# </details>
# <details><summary>Deeper hint</summary>
#
# The hidden layer has $784h + h$, the output layer $10h + 10$. Solve for $h$. Far too
# few parameters? Look at the output shape.
#
# </details>

# %% solution="build_classifier"
small_model = ...
### BEGIN SOLUTION
small_model = keras.Sequential(
    [
        keras.Input(shape=(28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(60, activation="relu", name="hidden"),
        keras.layers.Dense(10, activation="softmax"),
    ],
    name="wardrobe",
)
### END SOLUTION

# %% grade="build_classifier"
start = "Exercise build_classifier: `small_model`"
assert small_model is not ..., f"{start} is still unanswered."
assert isinstance(small_model, keras.Model), f"{start} is not a Keras model."
assert small_model.built, (
    f"{start} has no weights yet: look at “No input, no weights”."
)
assert len(small_model.output_shape) == 2, (
    f"{start} should give one row of numbers for one picture; "
    f"its output shape is {small_model.output_shape}."
)
print("Your parameters:", small_model.count_params())
print("The visible check of build_classifier passed.")

# %% [markdown]
# ## Look inside a layer
#
# `model.layers` is the list of layers, `get_layer` finds one by its name, and
# `get_weights` gives a layer's weights as NumPy arrays.

# %%
print([layer.name for layer in clothes_model.layers])
first_hidden = clothes_model.get_layer("first_hidden")
kernel, bias = first_hidden.get_weights()
print("kernel", kernel.shape, "· bias", bias.shape)

# %% [markdown]
# The **kernel** (not the notebook's) has one row per input and one column per unit; the
# bias has one number per unit.
#
# **Predict before you run:** nothing is trained yet. Are all these numbers zero? The
# last lines copy them into another layer, with `set_weights`.

# %%
limit = np.sqrt(6 / (784 + 300))
print("nonzero biases:", np.count_nonzero(bias))
print(f"kernel from {kernel.min():.3f} to {kernel.max():.3f}")
print(f"limit by the formula: {limit:.3f}")

copied_layer = keras.layers.Dense(300)
copied_layer.build((None, 784))
copied_layer.set_weights([kernel, bias])
copied_kernel, _ = copied_layer.get_weights()
print("same kernel in the copy?", np.array_equal(copied_kernel, kernel))

# %% [markdown]
# Biases start at zero. Kernels must not: units with equal weights would all learn
# the same. An **initializer** draws the starting weights. By default it is *Glorot
# uniform*, which draws evenly from $-L$ to $L$:
#
# $$L = \sqrt{\frac{6}{\text{inputs} + \text{units}}}, \qquad \text{here } \sqrt{6 / 1084} \approx 0.074 .$$
#
# ## Set the seed
#
# Starting weights are random. A **seed** makes random numbers repeatable. Older
# material uses `tf.random.set_seed`. **Predict before you run:** which of the two
# functions below gives the same kernel twice?


# %%
def new_kernel():
    """Return the starting kernel of a new layer with 4 inputs, 3 units."""
    layer = keras.layers.Dense(3)
    layer.build((None, 4))
    return layer.get_weights()[0]


tf.random.set_seed(1)
first = new_kernel()
tf.random.set_seed(1)
print("tf.random:", np.array_equal(first, new_kernel()))
keras.utils.set_random_seed(1)
first = new_kernel()
keras.utils.set_random_seed(1)
print("keras.utils:", np.array_equal(first, new_kernel()))

# %% [markdown]
# Keras 3 draws weights with a seed of its own. `keras.utils.set_random_seed` sets
# the seeds of Python, NumPy and TensorFlow (the *backend*) and Keras's own.
# `coursework.setup(seed=42)` calls it for you.
#
# ### Exercise `draw_kernel`
#
# Write a function `draw_kernel(units, seed)`. It returns a NumPy array: the starting
# kernel of a new `Dense` layer with that many units, for 784 inputs, drawn by Keras's
# default initializer. The same seed gives the same kernel, whatever ran before;
# another seed gives another kernel.
#
# <details><summary>Hint</summary>
#
# Three steps: set the seed, make the layer and build it, return one of its two arrays.
#
# </details>
# <details><summary>Deeper hint</summary>
#
# Start from `new_kernel`. Change the number of units and of inputs, and add one line
# before the layer is made.
#
# </details>


# %% solution="draw_kernel"
def draw_kernel(units, seed):
    """Return the starting kernel of a new Dense layer for 784 inputs."""
    ### BEGIN SOLUTION
    keras.utils.set_random_seed(seed)
    layer = keras.layers.Dense(units)
    layer.build((None, 784))
    return layer.get_weights()[0]
    ### END SOLUTION


# %% grade="draw_kernel"
drawn = draw_kernel(5, seed=1)
start = "Exercise draw_kernel:"
assert drawn is not None, f"{start} the function returns nothing yet."
assert hasattr(drawn, "shape"), (
    f"{start} return a NumPy array; yours is a {type(drawn).__name__}."
)
assert len(drawn.shape) == 2, (
    f"{start} a kernel has two axes, one row per input, one column per unit."
)
assert np.array_equal(drawn, draw_kernel(5, seed=1)), (
    f"{start} seed 1 gave two different kernels. Who draws the weights?"
)
print("The visible check of draw_kernel passed.")

# %% [markdown]
# ## Choose the loss
#
# The **loss** is a number that says how wrong the model is; training makes it small.
# For classes the usual loss is **cross-entropy**: minus the logarithm of the
# probability that the model gave to the true class,
#
# $$\text{loss} = -\ln p_\text{true} .$$
#
# With $p_\text{true} = 0.9$ it is −ln 0.9 ≈ 0.11; with 0.1 it is −ln 0.1 ≈ 2.30.
#
# Labels come in two forms, a class number or a row with a single 1, and Keras has a
# cross-entropy for each. **Predict before you run:** do the two losses below differ?

# %%
probability_rows = np.array([[0.7, 0.2, 0.1]])
class_number = np.array([0])
one_hot_row = keras.utils.to_categorical(class_number, num_classes=3)
print("one-hot:", one_hot_row)
sparse_loss = keras.losses.SparseCategoricalCrossentropy()
print(f"sparse:  {sparse_loss(class_number, probability_rows):.3f}")
one_hot_loss = keras.losses.CategoricalCrossentropy()
print(f"one-hot: {one_hot_loss(one_hot_row, probability_rows):.3f}")

# %% [markdown]
# The same: −ln 0.7 ≈ 0.357. **Sparse** cross-entropy takes class numbers, as in our
# data. The other one takes **one-hot** labels: rows of zeros with a single 1. `compile`
# tells a model its loss, `fit` trains it, and shows how far it is. Mixing up the two
# losses is a common error:

# %% tags=["raises-exception"]
mixed_up_model = keras.Sequential()
mixed_up_model.add(keras.Input(shape=(28, 28)))
mixed_up_model.add(keras.layers.Flatten())
mixed_up_model.add(keras.layers.Dense(10, activation="softmax"))
mixed_up_model.compile(loss="sparse_categorical_crossentropy")
first_history = mixed_up_model.fit(x_train[:32], y_train[:32])
mixed_up_model.compile(loss="categorical_crossentropy")
mixed_up_model.fit(x_train[:32], y_train[:32], verbose=0)

# %% [markdown]
# The first `fit` trains: *Let it learn* explains its line, part by part. The second
# stops. *Must have the same rank*: `(32,)` against `(32, 10)`. Class numbers need the
# sparse loss.
#
# ## Follow the gradient
#
# How does training make the loss small? The **gradient** says for each weight how
# the loss changes when the weight grows. **Gradient descent** moves every weight a
# small step against its gradient, again and again; the step is the **learning rate**
# times the gradient. For one weight $w$ with the loss $(w - 1)^2$ and the gradient
# $2(w - 1)$:

# %%
w, learning_rate = 3.0, 0.2
steps = [w]
for _ in range(6):
    gradient = 2 * (w - 1)
    w = w - learning_rate * gradient
    steps.append(w)
grid = np.linspace(-1.2, 3.2, 100)
figure, axis = plt.subplots(figsize=(4.5, 2.8))
axis.plot(grid, (grid - 1) ** 2, color="0.6")
axis.plot(steps, (np.array(steps) - 1) ** 2, "o-")
axis.set(xlabel="weight w", ylabel="loss")
print("weights:", np.round(steps, 2))

# %% [markdown]
# *Picture:* a curve with its lowest point at w = 1. Marked points start at w = 3 and
# come down the right side; the steps become shorter near the lowest point.
#
# **Adam** is gradient descent with two additions: it averages the gradients of
# recent steps, and it gives every weight a step size of its own. We use it as the
# **optimizer**, the method that moves the weights: `optimizer="adam"`.
#
# ## Logits or probabilities
#
# An output layer without activation gives numbers of any size and sign: **logits**.
# Softmax turns logits into probabilities. The loss can do that itself, with
# `from_logits=True`. So there are four pairs of output layer and loss; two fit.
#
# **Predict before you run:** we train all four for two **epochs** (passes over the
# pictures), from the same starting weights. Which learn well?


# %%
def make_classifier(last_activation):
    """Return a new small classifier, always with the same weights."""
    keras.utils.set_random_seed(42)
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28)),
            keras.layers.Flatten(),
            keras.layers.Dense(50, activation="relu"),
            keras.layers.Dense(10, activation=last_activation),
        ]
    )


# %% tags=["demonstration", "tolerance-0.05"]
x_few, y_few = x_train[:3000], y_train[:3000]
sparse_crossentropy = keras.losses.SparseCategoricalCrossentropy
for last_activation in (None, "softmax"):
    for from_logits in (True, False):
        candidate = make_classifier(last_activation)
        loss = sparse_crossentropy(from_logits=from_logits)
        candidate.compile(optimizer="adam", loss=loss, metrics=["accuracy"])
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            candidate.fit(x_few, y_few, batch_size=50, epochs=2, verbose=0)
        outputs = candidate.predict(x_valid, verbose=0)
        right = np.mean(outputs.argmax(axis=1) == y_valid)
        name = f"{last_activation} from_logits={from_logits}"
        print(f"{name:26} {right:.2f}", "warned" if caught else "")

# %% [markdown]
# | output layer | loss | |
# |---|---|---|
# | logits | `from_logits=True` | right |
# | logits | default (`False`) | *wrong, no message*: logits are taken for probabilities |
# | softmax | `from_logits=True` | *wrong*: softmax would be applied twice |
# | softmax | default (`False`) | right |
#
# The third pair learned, because Keras on TensorFlow noticed the softmax layer, used
# the logits before it, and warned. This works only when softmax is the last operation
# of the model. Otherwise a second softmax turns even the probability 1 into
# e / (e + 9) ≈ 0.23, and the loss of a *perfect* answer is −ln 0.23 ≈ 1.46.
#
# `sigmoid` would give ten *separate* probabilities, such as 90 % coat *and* 80 % bag.
# Classes that exclude each other need softmax.
#
# **Metrics** are numbers for you; training does not use them. `metrics=["accuracy"]`
# logs the share of right answers as `accuracy`; the short form `"acc"` logs it as
# `acc`. Give `compile` its arguments by name: by position, the third is
# `loss_weights`, not `metrics`.
#
# ### Exercise `match_losses`
#
# Make two models for ten classes with `make_classifier`, and compile each with the
# cross-entropy that fits its output and its labels. Don't train them.
#
# | name | outputs | will be trained on labels like |
# |---|---|---|
# | `probability_model` | probabilities | `[[0, 0, 1, 0, 0, 0, 0, 0, 0, 0], …]` |
# | `logit_model` | logits | `[2, 7, 0, …]` |
#
# Both log a metric under the name `accuracy`.
#
# <details><summary>Hint</summary>
#
# Which *form* have the labels: class numbers, or one-hot rows? And what does the model
# *output*: probabilities, or logits?
#
# </details>
# <details><summary>Deeper hint</summary>
#
# A loss given as a string always expects probabilities. For logits you need the loss
# as an object, with an argument.
#
# </details>

# %% solution="match_losses"
probability_model = ...
logit_model = ...
### BEGIN SOLUTION
probability_model = make_classifier("softmax")
probability_model.compile(loss="categorical_crossentropy", metrics=["accuracy"])
logit_model = make_classifier(None)
logit_model.compile(
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
)
### END SOLUTION

# %% grade="match_losses"
for name, answer, labels in (
    ("probability_model", probability_model, np.eye(10)[:2]),
    ("logit_model", logit_model, np.arange(2)),
):
    start = f"Exercise match_losses: `{name}`"
    assert answer is not ..., f"{start} is still unanswered."
    assert isinstance(answer, keras.Model), f"{start} is not a Keras model."
    assert answer.compiled, f"{start} has not been compiled."
    answer.compute_loss(y=labels, y_pred=answer(x_valid[:2]))
print("The visible check of match_losses passed.")

# %% [markdown]
# ## Half-way
#
# So far you have
#
# - scaled pixels and made a split with every class in both parts;
# - built `Sequential` models, and counted inputs × units + units;
# - read kernels and biases, and set the seed;
# - chosen the loss: sparse or one-hot labels, logits or probabilities.
#
# When you come back: **Kernel → Restart Kernel and Run All Cells…**
#
# ## Let it learn
#
# `fit` trains. It takes the pictures in **batches**, groups of `batch_size`, and
# moves the weights after each batch. One pass through all training pictures is an
# **epoch**.
#
# **Predict before you run:** 10,000 pictures, batches of 100, 6 epochs. How often are
# the weights moved?

# %% tags=["demonstration"]
clothes_model.compile(
    optimizer="adam",
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
history = clothes_model.fit(
    x_train,
    y_train,
    batch_size=100,
    epochs=6,
    validation_data=(x_valid, y_valid),
)
print("updates of the weights:", int(clothes_model.optimizer.iterations))
print("logged:", list(history.history))

# %% [markdown]
# Keras shows its progress; read one line from left to right:
#
# - `Epoch 1/6`: the first of six epochs;
# - `100/100`: batches done, of all batches (10,000 / 100), and a bar that fills;
# - the time of the epoch, and of one batch, for example `2ms/step`;
# - `accuracy` and `loss`: means over the *training* batches of this epoch so far;
# - `val_accuracy` and `val_loss`: measured on the *validation* pictures after the
#   epoch; nothing is learned from them.
#
# `fit` returns a `History`; its `history` is a dict of lists, one number per epoch.
#
# 100 batches × 6 epochs = 600 updates; with Keras's default batch size of 32 it would be
# 313 per epoch. The last validation accuracy is 0.88; with other seeds it is 0.86 to 0.88.
#
# A second call of `fit` continues the training, and returns a new `History`.
# `epochs=6` runs six epochs, but together with `initial_epoch` it is the number of
# the *last* one:

# %% tags=["demonstration"]
more_history = clothes_model.fit(
    x_train, y_train, batch_size=100, initial_epoch=6, epochs=8, verbose=0
)
print("epochs run, counted from 0:", more_history.epoch)

# %% [markdown]
# Two epochs: the seventh and the eighth, counted from 1.
#
# `fit` can also make the split itself: `validation_split=0.2` takes the **last** 20 %,
# *before* it shuffles. **Predict before you run:** how accurate is a model on the last
# 20 % of the sorted data?

# %% tags=["demonstration"]
sorted_model = make_classifier("softmax")
sorted_model.compile(
    optimizer="adam",
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
sorted_history = sorted_model.fit(
    sorted_images / 255,
    sorted_labels,
    validation_split=0.2,
    epochs=3,
    verbose=2,
)

# %% [markdown]
# The last `val_accuracy` is worse than guessing (0.10): the model has hardly seen a bag
# or a boot. Prefer `validation_data`, with a split of your own. (`verbose=2` prints one
# line per epoch.)
#
# ## Read the curves
#
# A **learning curve** shows the loss of each epoch.


# %% tags=["demonstration"]
def plot_curves(logs, axis, title):
    """Plot both losses; training is shifted half an epoch to the left."""
    epochs = np.arange(1, len(logs["loss"]) + 1)
    axis.plot(epochs - 0.5, logs["loss"], "o--", ms=4, label="training")
    axis.plot(epochs, logs["val_loss"], "s-", ms=4, label="validation")
    axis.set(title=title, xlabel="epoch", ylabel="loss")
    axis.legend()


figure, axis = plt.subplots(figsize=(5, 3.2))
plot_curves(history.history, axis, "The clothes model learns")
logged = more_history.history["loss"][-1]
measured, _ = clothes_model.evaluate(x_train, y_train, verbose=0)
print(f"last epoch, training loss: logged {logged:.3f}", end="")
print(f", measured after it {measured:.3f}")

# %% [markdown]
# *Picture:* loss against epochs. Both curves fall, steeply at first. The dashed
# training curve ends below the solid validation curve.
#
# Why half an epoch to the left? The training loss of an epoch is a mean over its
# batches, *while the weights change*: it belongs to the model of half an epoch ago.
# Measured after the epoch, on the same pictures, it is lower. So in the first epochs
# validation can look *better* than training.
#
# ## Too little, too much
#
# A model **underfits** when it is too small, or trained too shortly: it is bad on
# training *and* validation pictures. A model **overfits** when it memorizes its
# training pictures: training gets better while validation gets worse.
#
# **Dropout** is a remedy for overfitting: during training, the layer
# `Dropout(0.5)` sets a random half of its inputs to 0 in each step (and scales up the
# others), so that no unit can rely on a single other one. After training it does nothing.
#
# **Predict before you run:** the first model gets 2 hidden units and 10,000 pictures;
# the second 100 units and only 500 pictures; the third is the second with dropout.
# Which of them underfits, which overfits?


# %% tags=["demonstration"]
def train_with(units, count, epochs, dropout=0.0):
    """Train a new model on the first pictures; return its logs."""
    keras.utils.set_random_seed(42)
    model = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten()])
    model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dropout(dropout))
    model.add(keras.layers.Dense(10, activation="softmax"))
    optimizer = keras.optimizers.Adam(learning_rate=0.005)
    loss = "sparse_categorical_crossentropy"
    model.compile(optimizer=optimizer, loss=loss, metrics=["accuracy"])
    x, y, valid = x_train[:count], y_train[:count], (x_valid, y_valid)
    fit_options = {"batch_size": 100, "epochs": epochs, "verbose": 0}
    return model.fit(x, y, validation_data=valid, **fit_options).history


# %% tags=["demonstration"]
under = train_with(units=2, count=10_000, epochs=4)
over = train_with(units=100, count=500, epochs=25)
dropped = train_with(units=100, count=500, epochs=25, dropout=0.5)
figure, axes = plt.subplots(1, 3, figsize=(10, 3.2), sharey=True)
plot_curves(under, axes[0], "2 units, 10,000 pictures")
plot_curves(over, axes[1], "100 units, 500 pictures")
plot_curves(dropped, axes[2], "the same with dropout")
for name, logs in (("under", under), ("over", over), ("dropout", dropped)):
    print(f"{name:7} training accuracy {logs['accuracy'][-1]:.2f}", end="")
    print(f", validation loss lowest {min(logs['val_loss']):.2f}", end="")
    print(f", last {logs['val_loss'][-1]:.2f}")

# %% [markdown]
# *Picture:* three plots of loss against epochs with one scale. Left: both curves stay
# high, close together. Middle: the training curve falls to almost zero; the
# validation curve falls, turns and rises. Right: the curves stay closer together.
#
# Left: underfitting. Middle: overfitting; the best model stands at the *lowest point
# of the validation curve*. Right: with dropout the training loss stays higher, and the
# last validation loss is lower.
#
# ### Exercise `find_the_turn`
#
# Train a classifier on `x_train[:500]` and `y_train[:500]`, for 20 epochs or more, in
# one call of `fit`, with `x_valid` and `y_valid` as validation data. The lowest
# validation loss must come before the last epoch.
# `keras.optimizers.Adam(learning_rate=0.005)` and batches of 100 get there in 25 epochs.
#
# - `turning_model`: the trained model, from pictures of 28 × 28 to ten classes; use
#   `make_classifier`, or build your own. On new pictures its accuracy should be 0.65 or
#   more. Don't train it further.
# - `turning_history`: what `fit` returns, with `accuracy` and `val_accuracy` in it.
# - `best_epoch`: the epoch with the lowest validation loss, counted from **1**.
#
# <details><summary>Hint</summary>
#
# Three calls: make, compile, fit. `np.argmin` finds the place of the smallest number.
#
# </details>
# <details><summary>Deeper hint</summary>
#
# `np.argmin` counts from 0. Does `validation_data` get pictures and labels of the same
# part? Labels of another part give an accuracy of about 0.10.
#
# </details>

# %% solution="find_the_turn"
turning_model, turning_history, best_epoch = ..., ..., ...
### BEGIN SOLUTION
turning_model = make_classifier("softmax")
adam = keras.optimizers.Adam(learning_rate=0.005)
crossentropy = "sparse_categorical_crossentropy"
turning_model.compile(optimizer=adam, loss=crossentropy, metrics=["accuracy"])
turning_history = turning_model.fit(
    x_train[:500],
    y_train[:500],
    batch_size=100,
    epochs=25,
    validation_data=(x_valid, y_valid),
    verbose=0,
)
best_epoch = int(np.argmin(turning_history.history["val_loss"])) + 1
### END SOLUTION

# %% grade="find_the_turn"
start = "Exercise find_the_turn:"
assert turning_model is not ..., f"{start} `turning_model` is unanswered."
assert turning_history is not ..., f"{start} `turning_history` is unanswered."
assert best_epoch is not ..., f"{start} `best_epoch` is unanswered."
assert isinstance(turning_history, keras.callbacks.History), (
    f"{start} `turning_history` should be what `fit` returns."
)
turning_losses = turning_history.history.get("val_loss")
assert turning_losses, f"{start} `fit` got no validation data."
assert 1 <= best_epoch <= len(turning_losses), (
    f"{start} epochs count from 1 to {len(turning_losses)}, "
    f"but `best_epoch` is {best_epoch}."
)
print("Epochs trained:", len(turning_losses))
print("The visible check of find_the_turn passed.")

# %% [markdown]
# ## One number for yes or no
#
# For a question with two answers, such as "Is this a shirt?", one unit is enough.
# `sigmoid` turns any number into a probability $p$ between 0 and 1, and the loss is
# **binary cross-entropy**,
#
# $$-\ln p \ \text{ if yes}, \qquad -\ln(1 - p) \ \text{ if no}.$$
#
# **Predict before you run:** what does softmax make of *one* unit?

# %%
one_logit = np.array([[-3.0], [0.5], [20.0]])
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    print("softmax:", np.ravel(keras.ops.softmax(one_logit)))
print("sigmoid:", np.ravel(keras.ops.sigmoid(one_logit)).round(2))

# %% [markdown]
# Always 1, since one probability alone has to add up to 1. One unit needs sigmoid.
#
# ## When one class is rare
#
# Data is **imbalanced** when one class is rare: here 950 pullovers (class 2) and 50
# shirts (class 6). **Predict before you run:** a model says "no shirt" to everything. How
# accurate is it?


# %%
def imbalanced_data(common, rare):
    """Return 950 pictures of one class and 50 of another; 1 = rare."""
    labels = all_labels[20_000:50_000]
    common_places = np.flatnonzero(labels == common)[:950]
    rare_places = np.flatnonzero(labels == rare)[:50]
    places = np.concatenate([common_places, rare_places])
    places = np.random.default_rng(0).permutation(places)
    images = all_images[20_000:50_000][places].astype("float32") / 255
    return images, (labels[places] == rare).astype("float32")


shirt_images, is_shirt = imbalanced_data(common=2, rare=6)
print("pictures:", len(is_shirt), "· shirts:", int(is_shirt.sum()))
print(f"accuracy of always “no”: {np.mean(is_shirt == 0):.2f}")

# %% [markdown]
# 0.95, and it finds no shirt. Training leads close to that: the loss is a mean over
# pictures, and 50 of 1,000 hardly count. **`class_weight`** multiplies the loss of every
# picture of a class. Both classes count the same with
#
# $$w_\text{class} = \frac{\text{all pictures}}{\text{number of classes} \times \text{pictures of the class}} .$$
#
# Pullovers: 1000 / (2 × 950) ≈ 0.53; shirts: 1000 / (2 × 50) = 10. Then 950 × 0.53 and
# 50 × 10 are both about 500.
#
# **`sample_weight`** is one weight for each single *picture*, for example 0 where you
# doubt the label. Give `fit` one of the two. We train three times from the same start.


# %% tags=["demonstration"]
def yes_no_model():
    """Return a new compiled model with one probability."""
    keras.utils.set_random_seed(42)
    model = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten()])
    model.add(keras.layers.Dense(30, activation="relu"))
    model.add(keras.layers.Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    return model


# %% tags=["demonstration"]
plain_model = yes_no_model()
plain_model.fit(shirt_images, is_shirt, epochs=8, verbose=0)

class_weights = {0: 1000 / (2 * 950), 1: 1000 / (2 * 50)}
class_model = yes_no_model()
class_model.fit(
    shirt_images, is_shirt, epochs=8, verbose=0, class_weight=class_weights
)

sample_weights = np.where(is_shirt == 1, 10, 1000 / 1900)
sample_model = yes_no_model()
sample_history = sample_model.fit(
    shirt_images, is_shirt, epochs=8, verbose=0, sample_weight=sample_weights
)

# %% tags=["demonstration"]
valid_shirts, valid_pullovers = x_valid[y_valid == 6], x_valid[y_valid == 2]
trained = {"none": plain_model, "class": class_model, "sample": sample_model}
for name, model in trained.items():
    found = np.mean(model(valid_shirts) > 0.5)
    mistaken = np.mean(model(valid_pullovers) > 0.5)
    print(f"{name:6} shirts found {found:.2f}", end="")
    print(f", pullovers called shirts {mistaken:.2f}")

# %% [markdown]
# With weights the model finds 0.81 of the shirts, without them 0.11. The price: it also calls 0.20
# of the pullovers shirts.
#
# ### Exercise `find_coats`
#
# `coat_images` and `is_coat`, made below, hold 950 pullovers (answer 0) and 50 coats
# (answer 1).
#
# - `coat_weights`: a dict from each answer, 0 and 1, to its class weight, so that all
#   coats together weigh as much as all pullovers.
# - `coat_model`: a model for pictures of 28 × 28 with **one** output, the probability of
#   "coat" (made by sigmoid), compiled with the cross-entropy that fits it, and trained on
#   these pictures with these weights.
#
# **Balanced accuracy** is the mean of two shares on new pictures: coats found, and
# pullovers left alone. A model with one answer for everything gets 0.50. Yours should
# get 0.62 or more.
#
# <details><summary>Hint</summary>
#
# The formula for the weights stands above. The rare class needs the *larger* weight.
#
# </details>
# <details><summary>Deeper hint</summary>
#
# `yes_no_model` has the right form. A hidden layer of 30 to 100 units and 10 to 20
# epochs are enough.
#
# </details>

# %% solution="find_coats"
coat_images, is_coat = imbalanced_data(common=2, rare=4)
coat_weights = ...
coat_model = ...
### BEGIN SOLUTION
coat_weights = {0: 1000 / (2 * 950), 1: 1000 / (2 * 50)}
coat_model = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten()])
coat_model.add(keras.layers.Dense(1, activation="sigmoid"))
coat_model.compile(optimizer="adam", loss="binary_crossentropy")
coat_history = coat_model.fit(
    coat_images, is_coat, epochs=15, class_weight=coat_weights, verbose=0
)
### END SOLUTION

# %% grade="find_coats"
start = "Exercise find_coats:"
assert coat_weights is not ..., f"{start} `coat_weights` is unanswered."
weight_keys = getattr(coat_weights, "keys", set)()
assert {*weight_keys} == {0, 1}, (
    f"{start} `coat_weights` should be a dict with the keys 0 and 1."
)
assert coat_model is not ..., f"{start} `coat_model` is unanswered."
coat_answers = np.array(coat_model(coat_images[:50]))
assert coat_answers.shape == (50, 1), (
    f"{start} 50 pictures should give the shape (50, 1), "
    f"not {coat_answers.shape}."
)
assert np.ptp(coat_answers) > 0, f"{start} all its answers are the same."
print("The visible check of find_coats passed.")

# %% [markdown]
# ## From probabilities to classes
#
# `predict` gives ten probabilities for each picture; the **predicted class** is the one
# with the largest, which `argmax` finds. A **confusion matrix** counts the predicted
# classes for each true class. **Predict before you run:** which classes does the model
# confuse?

# %% tags=["demonstration"]
clothes_probabilities = clothes_model.predict(x_valid, verbose=0)
predicted = clothes_probabilities.argmax(axis=-1)
print(clothes_probabilities.shape, "→", predicted.shape)
print("first picture:", clothes_probabilities[0].round(2))
print(f"validation accuracy: {np.mean(predicted == y_valid):.2f}")

# %% tags=["demonstration"]
confusion = np.zeros((10, 10), dtype=int)
np.add.at(confusion, (y_valid, predicted), 1)
figure, axis = plt.subplots(figsize=(5, 4.4))
axis.imshow(confusion, cmap="gray_r")
for row, column in np.ndindex(10, 10):
    count = confusion[row, column]
    color = "white" if count > 50 else "black"
    axis.text(column, row, count, ha="center", color=color, fontsize=7)
axis.set(xlabel="predicted class", ylabel="true class")
axis.set_xticks(range(10), class_names, rotation=60, ha="right")
axis.set_yticks(range(10), class_names)
top_block = confusion[np.ix_([0, 2, 3, 4, 6], [0, 2, 3, 4, 6])]
wrong_tops = top_block.sum() - np.trace(top_block)
among_tops = wrong_tops / np.sum(predicted != y_valid)
print(f"share of the mistakes among tops and dresses: {among_tops:.2f}")

# %% [markdown]
# *Picture:* a table of ten true against ten predicted classes. The diagonal is dark. Of
# the mistakes, 0.71 are among T-shirt, pullover, dress, coat and shirt.
#
# The first six mistakes:

# %% tags=["demonstration"]
mistakes = np.flatnonzero(predicted != y_valid)[:6]
figure, axes = plt.subplots(1, 6, figsize=(9, 1.9))
for place, axis in zip(mistakes, axes, strict=True):
    axis.imshow(x_valid[place], cmap="gray_r")
    true_name = class_names[y_valid[place]]
    predicted_name = class_names[predicted[place]]
    axis.set_title(f"{true_name},\nnot {predicted_name}", fontsize=9)
    axis.axis("off")

# %% [markdown]
# *Picture:* six pieces of clothing, each with its label, "not", and the predicted class.
#
# ### Exercise `surest_mistake`
#
# Write a function `surest_mistake(probabilities, labels)`. It takes two NumPy arrays,
# rows of probabilities and class numbers, and returns two things:
#
# 1. the accuracy, a number between 0 and 1;
# 2. the **position**, counted among *all* the pictures, of the wrong predicted class
#    with the highest probability; `None` if there is no mistake.
#
# <details><summary>Hint</summary>
#
# First the predicted classes, then a boolean array: where do they differ from the labels?
#
# </details>
# <details><summary>Deeper hint</summary>
#
# If you pick out the mistakes first, positions are counted among *them*. Keep all the
# pictures, and give the right ones the value −1 before you use `argmax`.
#
# </details>


# %% solution="surest_mistake"
def surest_mistake(probabilities, labels):
    """Return the accuracy and the position of the surest mistake."""
    ### BEGIN SOLUTION
    wrong = probabilities.argmax(axis=1) != labels
    accuracy = 1 - wrong.mean()
    if not wrong.any():
        return accuracy, None
    sureness = np.where(wrong, probabilities.max(axis=1), -1)
    return accuracy, sureness.argmax()
    ### END SOLUTION


# %% grade="surest_mistake"
example = np.array([[0.6, 0.4], [0.7, 0.3], [0.1, 0.9]])
tried = surest_mistake(example, np.array([1, 0, 1]))
start = "Exercise surest_mistake:"
assert tried is not None, f"{start} the function returns nothing yet."
assert isinstance(tried, tuple | list) and len(tried) == 2, (
    f"{start} return two things, the accuracy and a position."
)
assert np.isclose(tried[0], 2 / 3), (
    f"{start} two of these three are right: 0.67, not {tried[0]:.2f}."
)
assert tried[1] == 0, (
    f"{start} the only mistake is at position 0, not {tried[1]}."
)
print("The visible check of surest_mistake passed.")

# %% [markdown]
# ## The test set, once
#
# All choices are made. `return_dict=True` gives every number its name.

# %% tags=["demonstration"]
x_test = test_images.astype("float32") / 255
result = clothes_model.evaluate(
    x_test, test_labels, verbose=0, return_dict=True
)
print(f"test loss: {result['loss']:.2f}")
print(f"test accuracy: {result['accuracy']:.2f}")

# %% [markdown]
# Report this accuracy, 0.85, give or take 0.01, not the 0.89 that validation shows
# after eight epochs.
#
# Why only once? Two hundred "models" guess labels at random, and we choose the best on
# 100 test pictures. **Predict before you run:** guessing is right in 10 % of cases.
# How accurate is the chosen one?

# %%
random_numbers = np.random.default_rng(0)
guesses = random_numbers.integers(0, 10, size=(200, 10_000))
right = guesses == test_labels
best = right[:, :100].mean(axis=1).argmax()
print(f"on the 100 that chose it: {right[best, :100].mean():.2f}")
print(f"on the other 9,900:       {right[best, 100:].mean():.2f}")

# %% [markdown]
# A score that you *choose* by is too good. So choose by validation, and keep the test
# set for the end.
#
# ## What you have done
#
# In this lesson you have
#
# - done “Half-way”: split, layers, parameters, seed, loss;
# - trained by gradient descent with Adam, and read `fit`'s progress;
# - read learning curves: underfitting, overfitting, dropout;
# - given rare classes weights, looked at mistakes, and used the test set once.
#
# Next, in lesson 02, the answer is a number: the price of a diamond.
#
# ## Going further
#
# - Does the validation loss still turn with 5,000 pictures? See Zhang et al.,
#   *Understanding deep learning requires rethinking generalization* (2017).
# - How many labels of the test set are wrong? See Northcutt et al., *Pervasive label
#   errors in test sets* (2021).
#
# **Where this comes from.** The Keras guides [The Sequential
# model](https://keras.io/guides/sequential_model/) and [Training & evaluation with the
# built-in methods](https://keras.io/guides/training_with_built_in_methods/). Xiao, Rasul
# and Vollgraf, *Fashion-MNIST* (2017). Glorot and Bengio, *Understanding the difficulty
# of training deep feedforward neural networks* (2010). Kingma and Ba, *Adam* (2015).
# Srivastava et al., *Dropout* (2014). The half epoch: A. Géron, *Hands-On Machine
# Learning* (3rd edition, 2022).

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
# # Your first classifier
#
# A drawer full of clothes, photographed in grey, 28 pixels by 28. In this lesson you build a model that looks
# at such a picture and says *sandal*, *coat* or *bag*. It is a small model, and it is all there: every other
# lesson of the course bends or extends something that you meet here.
#
# In this lesson you
#
# - **prepare** pictures and labels, and hold some back for an honest check;
# - **build** a `Sequential` model, and count its parameters before Keras does;
# - **compile** it with the loss that fits your labels and your output;
# - **train** it, and read from its curves when it has learned enough;
# - **judge** it once, on pictures that nobody has looked at.
#
# **You need** lesson 00, Python functions, and NumPy arrays: shapes, slices, a boolean mask.
#
# **Time:** 75 to 90 minutes. There are seven exercises; each stands alone, so you can skip one and come back.

# %%
import coursework

DATA = coursework.setup(seed=42)

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

# %% [markdown]
# ## Open the drawer
#
# The pictures are Fashion-MNIST: 70,000 photographs from a shop, ten kinds of clothing. Keras has a loader
# for it. At home the loader downloads the files once; here they lie in the course's `data` folder already.
#
# **Predict first:** a grey picture of 28 × 28. What is the shape of an array of 60,000 of them? How are the
# greys stored: as whole numbers or as fractions, and from where to where?

# %%
(all_images, all_labels), (test_images, test_labels) = keras.datasets.fashion_mnist.load_data()
print("to learn from:", all_images.shape, all_images.dtype, "from", all_images.min(), "to", all_images.max())
print("labels:       ", all_labels.shape, all_labels.dtype, "the first five:", all_labels[:5])
print("for the end:  ", test_images.shape)

# %% [markdown]
# Pictures come as whole numbers from 0 to 255, labels as class numbers from 0 to 9. The loader has split off
# 10,000 *test* pictures. We put them aside now and touch them once, at the very end; why, you will see there.
#
# A number such as 9 says little, so we write the names down. Their order belongs to the data set.

# %%
class_names = ["T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "boot"]
figure, axes = plt.subplots(2, 5, figsize=(7, 3.2))
for label, axis in enumerate(axes.flat):
    axis.imshow(all_images[np.argmax(all_labels == label)], cmap="gray_r")
    axis.set_title(f"{label} {class_names[label]}", fontsize=9)
    axis.axis("off")

# %% [markdown]
# *Picture:* one example of each of the ten classes with its number and name, dark on white.
#
# Trousers and bags look like nothing else. Pullover, coat and shirt look rather alike, even to you. Remember
# that: the model will have the same trouble.

# %% [markdown]
# ## Scale the pixels, hold some back
#
# Two small steps before any model.
#
# **Scale.** Training moves weights in small steps, and that goes well when the inputs are small numbers of
# similar size. Pixels divided by 255 lie between 0 and 1. We take `float32`, the type that Keras computes in.
#
# **Hold some back.** A model can learn pictures by heart. Whether it has *understood* anything shows only on
# pictures that it has not trained on. So the data falls into three parts:
#
# | part | used for | looked at |
# |---|---|---|
# | training | finding the weights | by the model, again and again |
# | validation | your choices: how many layers, how long to train | by you, after every epoch |
# | test | the final mark | once |
#
# To keep this lesson quick, 10,000 pictures are enough to learn from, and 1,000 to validate.

# %%
x_train = all_images[:10_000].astype("float32") / 255
y_train = all_labels[:10_000]
x_valid = all_images[10_000:11_000].astype("float32") / 255
y_valid = all_labels[10_000:11_000]
print(x_train.shape, x_train.dtype, "from", x_train.min(), "to", x_train.max())
print("validation pictures per class:", np.bincount(y_valid))

# %% [markdown]
# Cutting at 10,000 was fine because these files are already shuffled: about 100 pictures of every class fell
# into the validation part. Many data sets are not so kind. Here is a drawer that somebody has *tidied*: 2,000
# other pictures, sorted by class.
#
# **Predict first:** you hold back the last 20 % of it. Which classes will you validate on?

# %%
tidy_order = np.argsort(all_labels[12_000:14_000], kind="stable")
sorted_images = all_images[12_000:14_000][tidy_order]
sorted_labels = all_labels[12_000:14_000][tidy_order]
print("classes in the last 20 %:", [class_names[label] for label in np.unique(sorted_labels[-400:])])

# %% [markdown]
# Two classes of ten, and training has seen next to nothing of them. The same trap hides behind a handy
# argument of `fit`: `validation_split=0.2` takes the **last** fifth of what you hand over, *before* it
# shuffles anything.
#
# ### Exercise `split_wardrobe`
#
# Make a fair split of the tidy drawer. From `sorted_images` and `sorted_labels` make
#
# - `train_pictures`, `train_names`: 1,600 pictures and their class numbers,
# - `valid_pictures`, `valid_names`: the other 400 and theirs,
#
# with pixels from 0 to 1. Every class must be in both parts, no picture may be in both, and each picture must
# keep its own label.
#
# <details><summary>Hint</summary>
#
# Shuffle *positions*, not pictures: `np.random.default_rng(…).permutation(n)` gives the numbers 0 to n − 1 in
# a random order. One array of positions can pick from two arrays.
#
# </details>
# <details><summary>Deeper hint</summary>
#
# Call the shuffled positions `order`. `sorted_images[order[:1600]]` and `sorted_labels[order[:1600]]` belong
# together, because the same positions chose both. If you shuffle the images and the labels one after the
# other, every picture gets a stranger's label.
#
# </details>

# %% solution="split_wardrobe"
train_pictures, train_names = ..., ...
valid_pictures, valid_names = ..., ...
### BEGIN SOLUTION
order = np.random.default_rng(7).permutation(len(sorted_images))
chosen, held_back = order[:1600], order[1600:]
train_pictures, train_names = sorted_images[chosen].astype("float32") / 255, sorted_labels[chosen]
valid_pictures, valid_names = sorted_images[held_back].astype("float32") / 255, sorted_labels[held_back]
### END SOLUTION

# %% grade="split_wardrobe"
parts = {
    "train_pictures": train_pictures,
    "train_names": train_names,
    "valid_pictures": valid_pictures,
    "valid_names": valid_names,
}
for name, part in parts.items():
    assert part is not ..., f"Exercise split_wardrobe: `{name}` is still unanswered."
assert train_pictures.shape[1:] == valid_pictures.shape[1:] == (28, 28), (
    "Exercise split_wardrobe: every picture should stay 28 × 28; "
    f"the shapes are {train_pictures.shape} and {valid_pictures.shape}."
)
assert len(train_pictures) == len(train_names) and len(valid_pictures) == len(valid_names), (
    "Exercise split_wardrobe: a part has as many labels as pictures."
)
assert len(np.unique(valid_names)) == 10, (
    f"Exercise split_wardrobe: {len(np.unique(valid_names))} of 10 classes are in the validation part."
)
print("The visible check of split_wardrobe passed.")

# %% [markdown]
# ## Stack layers
#
# A `Sequential` model is a stack: what one layer puts out, the next takes in. You give the stack as a list.
# `Input` comes first and says what one picture looks like, without the number of pictures.

# %%
model = keras.Sequential(
    [
        keras.Input(shape=(28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(300, activation="relu", name="first_hidden"),
        keras.layers.Dense(100, activation="relu", name="second_hidden"),
        keras.layers.Dense(10, activation="softmax", name="class_probabilities"),
    ],
    name="clothes",
)

# %% [markdown]
# `Flatten` lays the 28 rows end to end: 784 numbers. Each unit of a `Dense` layer takes *all* numbers that
# come in, each times a weight of its own, adds them and a *bias*, and applies the activation. `relu` keeps
# what is positive and turns the rest into 0. `softmax` makes ten positive numbers that add up to 1: the
# model's probability for each class.
#
# **Names** are yours to choose, for layers and for the model. They cost nothing, and in lesson 09, when you
# look at twenty layers on a board, you will be glad of them.
#
# ## Count parameters
#
# Parameters are the numbers that training may change. For a `Dense` layer you can count them on paper:
#
# $$\text{parameters} = \underbrace{\text{inputs} \times \text{units}}_{\text{weights, the kernel}} + \underbrace{\text{units}}_{\text{biases}}$$
#
# For the first hidden layer: 784 × 300 + 300 = 235,500.
#
# **Predict first:** how many have the second hidden layer (300 → 100) and the last layer (100 → 10)? And
# `Flatten`? Write three numbers down, then run.

# %%
model.summary()

# %% [markdown]
# 300 × 100 + 100 = 30,100, and 100 × 10 + 10 = 1,010. `Flatten` has none: it moves numbers and learns
# nothing. In the column of shapes, `None` stands for "as many pictures as you bring".
#
# Look where the parameters sit: nearly nine in ten belong to the first layer, because 784 numbers come in
# there.
#
# You can also grow a stack layer by layer, with `add`. The result is the same kind of model.

# %%
grown = keras.Sequential(name="grown")
grown.add(keras.Input(shape=(28, 28)))
grown.add(keras.layers.Flatten())
for units in (300, 100):
    grown.add(keras.layers.Dense(units, activation="relu"))
grown.add(keras.layers.Dense(10, activation="softmax"))
print(grown.count_params() == model.count_params(), grown.count_params())

# %% [markdown]
# A list is good for reading; `add` is good when a loop decides how deep to go.
#
# ## No input, no weights
#
# **Predict first:** the next model has no `Input`. How many weight arrays does it have, and what does
# `count_params` say?

# %% tags=["raises-exception"]
late = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(10, activation="softmax")])
print("weight arrays:", len(late.weights))
late.count_params()

# %% [markdown]
# Read the last line: *the layer isn't built*. A `Dense` layer can't make its kernel before it knows how many
# numbers come in. This model is **deferred**: its weights appear when it first sees a picture, or when you
# call `build` with a shape.

# %%
late.build((None, 28, 28))
print("weight arrays:", len(late.weights), "· parameters:", late.count_params())

# %% [markdown]
# Deferred building is no mistake, and sometimes handy. But with `Input` first you get shapes, `summary` and
# most error messages at once, so it is what this course does.
#
# In older notebooks you will find the shape on the first layer instead. Keras 3 still takes it, and grumbles:

# %%
import warnings

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    keras.layers.Dense(10, input_shape=(784,))
print(str(caught[0].message))

# %% [markdown]
# One more classic, and a silent one. **Predict first:** we forget `Flatten`. What shape comes out?

# %%
forgetful = keras.Sequential([keras.Input(shape=(28, 28)), keras.layers.Dense(10, activation="softmax")])
print("output shape:", forgetful.output_shape, "· parameters:", forgetful.count_params())

# %% [markdown]
# No error. `Dense` works on the *last* axis: it took each of the 28 rows for an input of its own, so every
# picture gets 28 × 10 answers where you wanted 10. A shape with one number too many is the clue.
#
# ### Exercise `build_classifier`
#
# Build a `Sequential` model and call it `small_model`. It
#
# - takes pictures of 28 × 28, and has its weights as soon as it is made;
# - has **one** hidden `Dense` layer with ReLU, called `hidden`;
# - puts out one probability for each of the ten classes, which exclude each other;
# - is called `wardrobe`;
# - and has exactly **47,710** parameters. How many hidden units is that? Work it out on paper.
#
# <details><summary>Hint</summary>
#
# Write $h$ for the number of hidden units. How many parameters has the hidden layer, in terms of $h$? How
# many has the output layer? Their sum is 47,710.
#
# </details>
# <details><summary>Deeper hint</summary>
#
# The hidden layer has $784h + h$, the output layer $10h + 10$. Add them up and solve for $h$. If your model
# has far too few parameters, look at its output shape: is there one number too many?
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
assert small_model is not ..., "Exercise build_classifier: `small_model` is still unanswered."
assert isinstance(small_model, keras.Model), (
    "Exercise build_classifier: `small_model` should be a Keras model."
)
assert small_model.built, (
    "Exercise build_classifier: the model has no weights yet. What did “No input, no weights” say about that?"
)
assert len(small_model.output_shape) == 2, (
    "Exercise build_classifier: one picture should give one row of numbers, "
    f"but the output shape is {small_model.output_shape}."
)
print("The visible check of build_classifier passed. Your parameters:", small_model.count_params())

# %% [markdown]
# ## Look inside a layer
#
# A model keeps its layers in a list, and finds one by name. A layer shows its weights as NumPy arrays.

# %%
print([layer.name for layer in model.layers])
hidden = model.get_layer("first_hidden")
kernel, bias = hidden.get_weights()
print("kernel", kernel.shape, "· bias", bias.shape)

# %% [markdown]
# One row per input, one column per unit; one bias per unit. There are the 784 × 300 + 300 again. (`Input`
# describes what comes in; it is not in the list.)
#
# **Predict first:** nothing is trained yet. Are these numbers all zero?

# %%
limit = np.sqrt(6 / (784 + 300))
print("biases all zero:", bool(np.all(bias == 0)))
print("largest kernel number:", abs(kernel).max().round(3), "· limit by the formula:", limit.round(3))

# %% [markdown]
# Biases start at zero. Kernels must not: if all units began with the same weights, they would all learn the
# same. Keras draws them evenly from $-L$ to $L$ with
#
# $$L = \sqrt{\frac{6}{\text{inputs} + \text{units}}}, \qquad \text{here } \sqrt{6 / 1084} \approx 0.074 .$$
#
# This choice is called *Glorot uniform*. It keeps signals at about the same strength from layer to layer.
#
# `set_weights` goes the other way: it puts arrays in. So one model can take over what another one knows. Here
# is a twin, which shares nothing with `model` but the plan:

# %%
twin = keras.models.clone_model(model)
before = np.allclose(twin(x_valid[:5]), model(x_valid[:5]))
twin.set_weights(model.get_weights())
after = np.allclose(twin(x_valid[:5]), model(x_valid[:5]))
print("same answers before:", before, "· after:", after)

# %% [markdown]
# ## Tame chance
#
# New weights are drawn by chance. To repeat a run, you fix the *seed*. Much older material does it with
# `tf.random.set_seed`. **Predict first:** which of these two makes the same kernel twice?


# %%
def new_kernel():
    layer = keras.layers.Dense(3)
    layer.build((None, 4))
    return layer.get_weights()[0]


for set_seed in (tf.random.set_seed, keras.utils.set_random_seed):
    set_seed(1)
    first = new_kernel()
    set_seed(1)
    second = new_kernel()
    package = set_seed.__module__.split(".")[0]
    print(package, set_seed.__name__, "· same twice?", np.array_equal(first, second))

# %% [markdown]
# TensorFlow's seed alone is not enough: Keras 3 runs on several engines and draws its weights with a seed of
# its own. `keras.utils.set_random_seed` sets Python's, NumPy's and the backend's seed in one go. The first
# lines of every lesson, `coursework.setup(seed=42)`, call it for you.
#
# One trap lies on the other side, where chance repeats and shouldn't: hand one initialiser *object* to two
# layers, and both start with the same numbers. Pass its name, such as `"he_normal"`, and each layer draws its
# own.
#
# ### Exercise `draw_kernel`
#
# Write a function `draw_kernel(units, seed)`. It returns the kernel, as a NumPy array, that a new `Dense`
# layer with that many units starts with when flattened pictures of 784 numbers come in. The same seed must
# give the same kernel, whatever was run before; another seed gives another one.
#
# <details><summary>Hint</summary>
#
# Three steps: fix chance, make the layer and let it know its input, take out one of its two arrays.
#
# </details>
# <details><summary>Deeper hint</summary>
#
# `new_kernel` above is nearly it. What changes: the number of units, the number of inputs, and one line
# before the layer is made. Which of the two seed functions was the one that worked?
#
# </details>


# %% solution="draw_kernel"
def draw_kernel(units, seed):
    """Give the starting kernel of a new Dense layer for 784 inputs."""
    ### BEGIN SOLUTION
    keras.utils.set_random_seed(seed)
    layer = keras.layers.Dense(units)
    layer.build((None, 784))
    return layer.get_weights()[0]
    ### END SOLUTION


# %% grade="draw_kernel"
drawn = draw_kernel(5, seed=1)
assert drawn is not None, "Exercise draw_kernel: the function returns nothing yet."
assert getattr(drawn, "ndim", None) == 2, (
    "Exercise draw_kernel: a kernel has two axes, one row per input and one column per unit."
)
assert np.array_equal(drawn, draw_kernel(5, seed=1)), (
    "Exercise draw_kernel: seed 1 gave two different kernels. Which seed does Keras draw weights from?"
)
print("The visible check of draw_kernel passed.")

# %% [markdown]
# ## Say what wrong means
#
# Before it can learn, a model must know what a bad answer costs. That is the **loss**. For classes it is the
# *cross-entropy*: minus the logarithm of the probability that the model gave to the true class,
#
# $$\text{loss} = -\ln p_\text{true} .$$
#
# In numbers: you were sure (0.9) and right, it costs −ln 0.9 ≈ 0.11. You gave the truth 0.1, it costs −ln 0.1
# ≈ 2.30. Overconfident mistakes are dear.
#
# Labels come in two forms, and each has its own name for the same loss. **Predict first:** will the two
# numbers below differ?

# %%
probabilities = np.array([[0.7, 0.2, 0.1]])
as_number = np.array([0])
as_one_hot = keras.utils.to_categorical(as_number, num_classes=3)
print("label 0 as one-hot:", as_one_hot)
print(round(float(keras.losses.SparseCategoricalCrossentropy()(as_number, probabilities)), 3))
print(round(float(keras.losses.CategoricalCrossentropy()(as_one_hot, probabilities)), 3))

# %% [markdown]
# The same: −ln 0.7 ≈ 0.357. *Sparse* takes class numbers, which is what our data has. The other one takes
# *one-hot* rows: all zeros and a single 1. Mixing them up is the most common first error of all, so let us
# make it:

# %% tags=["raises-exception"]
mixed_up = keras.Sequential([keras.Input(shape=(28, 28)), keras.layers.Flatten(), keras.layers.Dense(10)])
mixed_up.compile(loss="categorical_crossentropy")
mixed_up.fit(x_train[:32], y_train[:32], verbose=0)

# %% [markdown]
# *Must have the same rank*: the labels have shape `(32,)`, the output has `(32, 10)`. Keras wants as many
# numbers per label as per answer. Once you have seen it, this message reads itself as "use the sparse one".
#
# ## Logits or probabilities
#
# A last layer without activation puts out ten numbers of any size and sign: **logits**. Softmax turns logits
# into probabilities. The loss can do that itself, and with better precision, if you tell it:
# `from_logits=True`. So there are four ways to combine last layer and loss. Two are right.
#
# **Predict first:** we train each of the four for two epochs, from the same start. Then `evaluate` measures
# it on the validation pictures; `return_dict=True` gives every number its name. Which learn well?


# %%
def make_classifier(last_activation):
    """Make a small classifier, always from the same starting weights."""
    keras.utils.set_random_seed(42)
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28)),
            keras.layers.Flatten(),
            keras.layers.Dense(50, activation="relu"),
            keras.layers.Dense(10, activation=last_activation),
        ]
    )


# %% tags=["demonstration"]
for last_activation in (None, "softmax"):
    for from_logits in (True, False):
        candidate = make_classifier(last_activation)
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=from_logits)
        candidate.compile(optimizer="adam", loss=loss, metrics=["accuracy"])
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            candidate.fit(x_train[:3000], y_train[:3000], batch_size=50, epochs=2, verbose=0)
            accuracy = candidate.evaluate(x_valid, y_valid, verbose=0, return_dict=True)["accuracy"]
        warned = "· Keras warned" if caught else ""
        way = f"{last_activation or 'logits':8} from_logits={from_logits!s:6}"
        print(way, "learns well:", accuracy > 0.65, warned)

# %% [markdown]
# | last layer | loss | |
# |---|---|---|
# | logits | `from_logits=True` | right |
# | logits | default (`False`) | **broken, and silent**: numbers that are no probabilities are treated as if they were |
# | softmax | `from_logits=True` | **wrong**: softmax would be taken twice |
# | softmax | default (`False`) | right |
#
# The third row learned all the same, because Keras, on TensorFlow, noticed the softmax, took the logits from
# behind it, and warned. That is a rescue, not a rule: it works only when softmax is the very last thing in
# the model. Without it, even a *perfect* answer is punished:

# %%
perfect = np.array([[1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]])
for from_logits in (False, True):
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=from_logits)
    print(f"from_logits={from_logits!s:6} loss:", round(float(loss(as_number, perfect)), 2))

# %% [markdown]
# A loss that can't fall below 1.46, ever: softmax over the numbers 1, 0, 0, … gives the true class no more
# than 0.23.
#
# What about `sigmoid` for the last layer? It answers ten *separate* yes-or-no questions, so a picture could
# be 90 % coat *and* 80 % bag. For classes that exclude each other, the ten numbers must share one cake. That
# is softmax.
#
# `compile` also takes **metrics**, numbers for you and not for the training. Name them in words:
# `metrics=["accuracy"]` is logged as `accuracy`. The short form `"acc"` works too, and then the logs say
# `acc`, and everything that waits for `accuracy` waits for ever.
#
# Give `compile` its arguments by name. By position, the third is `loss_weights` and not the metrics.

# %% [markdown]
# ### Exercise `match_losses`
#
# Two models, made by `make_classifier`, both for ten classes. Make each with the right last activation, and
# compile it so that it fits its labels. Nobody trains them here: what counts is that output and loss belong
# together.
#
# | name | puts out | will be trained on labels like |
# |---|---|---|
# | `probability_model` | probabilities | `[[0, 0, 1, 0, 0, 0, 0, 0, 0, 0], …]` |
# | `logit_model` | logits | `[2, 7, 0, …]` |
#
# Both should report a metric that the logs call `accuracy`.
#
# <details><summary>Hint</summary>
#
# Two questions for each model. Which *form* have the labels: numbers, or rows of zeros with a one? What has
# the *output* been through: softmax, or nothing?
#
# </details>
# <details><summary>Deeper hint</summary>
#
# A loss given by its name in words always expects probabilities. Where the loss has to do the softmax, you
# need the loss as an object, with an argument.
#
# </details>

# %% solution="match_losses"
probability_model = ...
logit_model = ...
### BEGIN SOLUTION
probability_model = make_classifier("softmax")
probability_model.compile(loss="categorical_crossentropy", metrics=["accuracy"])
logit_model = make_classifier(None)
logit_model.compile(loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
### END SOLUTION

# %% grade="match_losses"
for name, answer in (("probability_model", probability_model), ("logit_model", logit_model)):
    assert answer is not ..., f"Exercise match_losses: `{name}` is still unanswered."
    assert isinstance(answer, keras.Model), f"Exercise match_losses: `{name}` should be a Keras model."
    assert answer.compiled, f"Exercise match_losses: `{name}` has not been compiled."
probability_model.compute_loss(y=np.eye(10)[:2], y_pred=probability_model(x_valid[:2]))
logit_model.compute_loss(y=np.arange(2), y_pred=logit_model(x_valid[:2]))
print("The visible check of match_losses passed: both losses accept labels of that form.")

# %% [markdown]
# ## Let it learn
#
# `fit` shows the model its pictures in **batches**, and moves the weights a little after each batch. Once
# through all the pictures is an **epoch**.
#
# **Predict first:** 10,000 pictures, batches of 100, 6 epochs. How often are the weights moved? And with
# Keras's default batch size, 32?

# %% tags=["demonstration"]
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(x_train, y_train, batch_size=100, epochs=6, validation_data=(x_valid, y_valid), verbose=0)
print("weights moved:", int(model.optimizer.iterations), "times")
print("with batches of 32:", 6 * int(np.ceil(10_000 / 32)))
print("what is logged:", list(history.history))
print("validation accuracy above 0.80:", history.history["val_accuracy"][-1] > 0.80)

# %% [markdown]
# 100 batches × 6 epochs = 600 steps. With batches of 32 it would be 313 an epoch: the last batch is a small
# one. Small batches move more often and more nervously; large ones less often and more calmly.
#
# Because we gave `validation_data`, Keras stops after every epoch, looks at the 1,000 validation pictures
# *without learning from them*, and logs the result with `val_` in front. The logs come in alphabetical order.
#
# **Three things about `fit` that surprise people.** First: calling it again goes on where it stopped; it does
# not start afresh. Second: `epochs` is the number of the *last* epoch, not how many to run.

# %% tags=["demonstration"]
more = model.fit(x_train, y_train, batch_size=100, initial_epoch=6, epochs=8, verbose=0)
none = model.fit(x_train, y_train, batch_size=100, initial_epoch=8, epochs=8, verbose=0)
print("epochs run, counted from 0:", more.epoch, "· then:", none.epoch)

# %% [markdown]
# From `initial_epoch=6` to `epochs=8` is two epochs, 6 and 7. From 8 to 8 is none, without a word.
#
# Third: `validation_split`. We train on the tidy drawer and let `fit` take its last fifth. **Predict first:**
# how accurate will it be there?

# %% tags=["demonstration"]
tidy = make_classifier("softmax")
tidy.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
tidy_history = tidy.fit(sorted_images / 255, sorted_labels, validation_split=0.2, epochs=3, verbose=0)
print("training above 0.70:", tidy_history.history["accuracy"][-1] > 0.70)
print("validation above 0.10:", tidy_history.history["val_accuracy"][-1] > 0.10)

# %% [markdown]
# Worse than guessing: the model had hardly ever met a bag or a boot. `fit` does shuffle, but only the
# training part, and only after the split. So prefer `validation_data`, with a split that you made and looked
# at.

# %% [markdown]
# ## Read the curves
#
# `history.history` is a dict of lists, one number per epoch. A picture says more.


# %% tags=["demonstration"]
def plot_curves(log, axis, title):
    """Plot training and validation loss; the training curve is moved half an epoch to the left."""
    epochs = np.arange(1, len(log["loss"]) + 1)
    axis.plot(epochs - 0.5, log["loss"], "o--", markersize=4, label="training")
    axis.plot(epochs, log["val_loss"], "s-", markersize=4, label="validation")
    axis.set(title=title, xlabel="epoch", ylabel="loss")
    axis.grid(alpha=0.3)
    axis.legend()


figure, axis = plt.subplots(figsize=(5, 3.2))
plot_curves(history.history, axis, "The clothes model learns")

# %% [markdown]
# *Picture:* loss against epochs. Both curves fall, steeply at first; the dashed training curve with round
# marks ends below the solid validation curve with squares.
#
# Why "half an epoch to the left"? The training loss of an epoch is an average over its batches, taken *while
# the weights change*. On average that is the model of half an epoch ago. The validation loss is measured at
# the end. So without the shift, training looks worse than it is. See for yourself: we train one epoch, then
# measure on the very same pictures.

# %% tags=["demonstration"]
fresh = make_classifier("softmax")
fresh.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
logged = fresh.fit(x_train, y_train, batch_size=100, epochs=1, verbose=0).history["loss"][0]
measured = fresh.evaluate(x_train, y_train, verbose=0, return_dict=True)["loss"]
print("loss measured after the epoch is below the logged one:", measured < logged)

# %% [markdown]
# That is also why, in the first epochs, validation can look *better* than training. Nothing is wrong with
# your data.
#
# ## Too little, too much
#
# Two ways to fail. A model with too little room, or too little time, does badly on training *and* validation:
# it **underfits**. A model that learns its pictures by heart gets better and better in training while
# validation gets worse: it **overfits**.
#
# **Predict first:** one of these gets 2 hidden units and all 10,000 pictures. The other gets 100 units and
# only 500 pictures, again and again, with larger steps (`learning_rate=0.005`; lesson 02 is about that
# number). Which curve does what?


# %% tags=["demonstration"]
def train_with(units, pictures, epochs, learning_rate=0.001):
    """Train one hidden layer of that many units on the first pictures; give the history."""
    keras.utils.set_random_seed(42)
    layers = [keras.layers.Flatten(), keras.layers.Dense(units, activation="relu")]
    made = keras.Sequential(
        [keras.Input(shape=(28, 28)), *layers, keras.layers.Dense(10, activation="softmax")]
    )
    optimizer = keras.optimizers.Adam(learning_rate=learning_rate)
    made.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    x, y = x_train[:pictures], y_train[:pictures]
    return made.fit(x, y, batch_size=100, epochs=epochs, validation_data=(x_valid, y_valid), verbose=0)


under = train_with(units=2, pictures=10_000, epochs=6)
over = train_with(units=100, pictures=500, epochs=25, learning_rate=0.005)

# %% tags=["demonstration"]
figure, axes = plt.subplots(1, 2, figsize=(9, 3.2), sharey=True)
plot_curves(under.history, axes[0], "2 units, 10,000 pictures")
plot_curves(over.history, axes[1], "100 units, 500 pictures")
print("by heart: training accuracy above 0.97:", over.history["accuracy"][-1] > 0.97)
print("validation loss got worse again:", over.history["val_loss"][-1] > min(over.history["val_loss"]) + 0.01)

# %% [markdown]
# *Picture:* two plots of loss against epochs with one scale. Left, 2 units: both curves lie close together
# and stay high. Right, 100 units: the dashed training curve falls to almost nothing; the solid validation
# curve falls, turns, and creeps up again.
#
# Left: two units are a narrow door for ten classes. The curves agree, both are poor, and both still fall: too
# little room and too little time. Right: the gap between the curves is what was learned by heart. The best
# model stood at the *lowest point of the validation curve*, and everything after that was wasted. Lesson 08
# shows a callback that stops there for you.
#
# ### Exercise `find_the_turn`
#
# Train a classifier on `x_train[:500]` and `y_train[:500]`, long enough to see validation turn: 20 epochs or
# more, and the lowest validation loss is not that of the last one. Let Keras watch the **validation** part,
# `x_valid` and `y_valid`, after every epoch. `keras.optimizers.Adam(learning_rate=0.005)` and batches of 100
# bring the turn about soon.
#
# - `turning_model`: the trained model; use `make_classifier`, or build your own.
# - `turning_history`: what `fit` returns, with `accuracy` and `val_accuracy` in it.
# - `best_epoch`: the epoch with the lowest validation loss. Compute it from the history. People count epochs
#   from **1**.
#
# <details><summary>Hint</summary>
#
# Three calls: make, compile, fit. For the last line, which list in `turning_history.history` has the numbers
# that you want the lowest of? `np.argmin` finds the place of the smallest.
#
# </details>
# <details><summary>Deeper hint</summary>
#
# `np.argmin` counts from 0. And compare: did you give `validation_data` a pair from the same part? Pictures
# of one part with labels of another are answered with an accuracy of about 0.1, which is guessing.
#
# </details>

# %% solution="find_the_turn"
turning_model = ...
turning_history = ...
best_epoch = ...
### BEGIN SOLUTION
turning_model = make_classifier("softmax")
turning_model.compile(
    optimizer=keras.optimizers.Adam(learning_rate=0.005),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
turning_history = turning_model.fit(
    x_train[:500], y_train[:500], batch_size=100, epochs=25, validation_data=(x_valid, y_valid), verbose=0
)
best_epoch = int(np.argmin(turning_history.history["val_loss"])) + 1
### END SOLUTION

# %% grade="find_the_turn"
asked = {"turning_model": turning_model, "turning_history": turning_history, "best_epoch": best_epoch}
for name, answer in asked.items():
    assert answer is not ..., f"Exercise find_the_turn: `{name}` is still unanswered."
assert isinstance(turning_history, keras.callbacks.History), (
    "Exercise find_the_turn: `turning_history` should be the object that `fit` returns."
)
assert "val_loss" in turning_history.history, (
    "Exercise find_the_turn: the history has no validation numbers. What does `fit` need for them?"
)
assert 1 <= best_epoch <= len(turning_history.history["loss"]), (
    f"Exercise find_the_turn: the epochs are counted from 1 to the last; {best_epoch} is none of them."
)
print("The visible check of find_the_turn passed. Epochs trained:", len(turning_history.history["loss"]))

# %% [markdown]
# ## One number for yes or no
#
# Some questions have two answers. Is this a shirt, or not? One unit is enough: `sigmoid` squeezes any number
# into a probability $p$ between 0 and 1, and the loss is the *binary* cross-entropy,
#
# $$-\ln p \ \text{ if yes}, \qquad -\ln(1 - p) \ \text{ if no}.$$
#
# With $p = 0.8$ and a true "yes": −ln 0.8 ≈ 0.22. With a true "no": −ln 0.2 ≈ 1.61.
#
# **Predict first:** softmax made probabilities before. What does it make of *one* unit?

# %%
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    alone = keras.ops.softmax(np.array([[-3.0], [0.5], [20.0]]))
print("softmax:", np.array(alone).ravel())
print("sigmoid:", np.array(keras.ops.sigmoid([-3.0, 0.5, 20.0])).round(2))

# %% [markdown]
# Always 1. Softmax shares one cake, and who is alone at the table gets all of it. Such a model says "yes" to
# everything and can't learn otherwise. One unit means sigmoid.
#
# ## When one class is rare
#
# Now a lopsided drawer: 950 pullovers (class 2) and 50 shirts (class 6), shuffled. **Predict first:** a lazy
# model says "no shirt" to everything. How accurate is it?


# %%
def lopsided(common, rare, start=20_000):
    """Take 950 pictures of one class and 50 of a rare one, shuffled; the answer is 1 for the rare."""
    labels = all_labels[start:50_000]
    places = np.concatenate([np.flatnonzero(labels == common)[:950], np.flatnonzero(labels == rare)[:50]])
    places = np.random.default_rng(0).permutation(places)
    return all_images[start:50_000][places] / np.float32(255), (labels[places] == rare).astype("float32")


shirt_images, is_shirt = lopsided(common=2, rare=6)
print("pictures:", len(shirt_images), "· shirts:", int(is_shirt.sum()))
print("accuracy of always saying no:", float(np.mean(is_shirt == 0)))

# %% [markdown]
# 95 %, and useless: it finds no shirt at all. The loss is an average over pictures, so 50 shirts among 950
# hardly count. We can make them count. `class_weight` multiplies the loss of every picture of a class. To
# give both classes the same say, weigh each with
#
# $$w_\text{class} = \frac{\text{all pictures}}{\text{number of classes} \times \text{pictures of the class}} .$$
#
# For the pullovers 1000 / (2 × 950) ≈ 0.53, for the shirts 1000 / (2 × 50) = 10. Then 950 × 0.53 and 50 × 10
# are both 500.
#
# `sample_weight` is the finer tool: one weight for each single *picture*, for example 0 where you doubt the
# label. A class weight is a sample weight that is the same for a whole class. (You can give `fit` one or the
# other, not both.) We train three times from the same start.


# %% tags=["demonstration"]
def yes_no_model():
    """Make and compile a classifier with one probability, always from the same starting weights."""
    keras.utils.set_random_seed(42)
    layers = [keras.layers.Flatten(), keras.layers.Dense(30, activation="relu")]
    made = keras.Sequential(
        [keras.Input(shape=(28, 28)), *layers, keras.layers.Dense(1, activation="sigmoid")]
    )
    made.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    return made


shirt_weights = {0: 1000 / (2 * 950), 1: 1000 / (2 * 50)}
ways = {
    "no weights": {},
    "class_weight": {"class_weight": shirt_weights},
    "sample_weight": {"sample_weight": np.where(is_shirt == 1, shirt_weights[1], shirt_weights[0])},
}
valid_shirts = x_valid[y_valid == 6]
found = {}
for way, weights in ways.items():
    weighed = yes_no_model()
    weighed.fit(shirt_images, is_shirt, batch_size=50, epochs=8, verbose=0, **weights)
    found[way] = float(np.mean(weighed(valid_shirts) > 0.5))

# %% tags=["demonstration"]
figure, axis = plt.subplots(figsize=(5, 1.8))
axis.barh(list(found), [100 * share for share in found.values()], color="0.75", edgecolor="black")
axis.set(xlim=(0, 100), xlabel="% of the shirts found, on validation pictures")
print("class weights find many more:", found["class_weight"] > found["no weights"] + 0.3)
print("class and sample weights agree:", abs(found["class_weight"] - found["sample_weight"]) < 0.02)

# %% [markdown]
# *Picture:* three bars. Without weights the model finds hardly any of the shirts; with class weights, or the
# equal sample weights, more than half of them.
#
# There is a price. A model that says "shirt" more readily also calls some pullovers shirts, and its plain
# accuracy may even fall. Which mistake is worse is not a question for Keras. It is one for you.
#
# ### Exercise `find_coats`
#
# `coat_images` and `is_coat`, made below, hold 950 pullovers (answer 0) and 50 coats (answer 1). Train a
# model that does not overlook the coats.
#
# - `coat_weights`: a dict with the weight of each answer, so that the 50 coats have as much say, all
#   together, as the 950 pullovers.
# - `coat_model`: a model with **one** output, the probability of "coat", compiled with the loss that fits it,
#   and trained on these pictures with these weights. Build it yourself.
#
# On new pictures, take the share of the coats that it finds and the share of the pullovers that it leaves
# alone. Their mean is called *balanced accuracy*: a model that says "no" to everything, or "yes", gets 0.5.
# Yours should get 0.62 or more.
#
# <details><summary>Hint</summary>
#
# The formula for the weights stands above. Rare things need the *larger* weight: does your dict agree?
#
# </details>
# <details><summary>Deeper hint</summary>
#
# The dict's keys are the answers, 0 and 1. `yes_no_model` shows a model of the right form; a hidden layer of
# 30 to 100 units and 10 to 20 epochs are plenty, and one unit behind the flattened picture will do as well.
# If your model says 1 to everything, look again at what softmax makes of one unit.
#
# </details>

# %% solution="find_coats"
coat_images, is_coat = lopsided(common=2, rare=4)
coat_weights = ...
coat_model = ...
### BEGIN SOLUTION
coat_weights = {0: len(is_coat) / (2 * np.sum(is_coat == 0)), 1: len(is_coat) / (2 * np.sum(is_coat == 1))}
coat_model = keras.Sequential(
    [
        keras.Input(shape=(28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
coat_model.compile(optimizer="adam", loss="binary_crossentropy")
coat_history = coat_model.fit(coat_images, is_coat, epochs=15, class_weight=coat_weights, verbose=0)
### END SOLUTION

# %% grade="find_coats"
assert coat_weights is not ..., "Exercise find_coats: `coat_weights` is still unanswered."
assert isinstance(coat_weights, dict) and set(coat_weights) == {0, 1}, (
    "Exercise find_coats: `coat_weights` should be a dict with a weight for 0 and one for 1."
)
assert coat_model is not ..., "Exercise find_coats: `coat_model` is still unanswered."
coat_answers = np.array(coat_model(coat_images[:50]))
assert coat_answers.shape == (50, 1), (
    f"Exercise find_coats: 50 pictures should give 50 numbers, one each; the shape is {coat_answers.shape}."
)
assert coat_answers.min() < coat_answers.max(), (
    "Exercise find_coats: the model says the same to every picture."
)
print("The visible check of find_coats passed.")

# %% [markdown]
# ## From probabilities to classes
#
# `predict` gives a row of ten probabilities for every picture. The answer is the class with the largest one:
# `argmax` along the last axis.

# %% tags=["demonstration"]
probabilities_given = model.predict(x_valid, verbose=0)
predicted = probabilities_given.argmax(axis=-1)
print("probabilities:", probabilities_given.shape, "· classes:", predicted.shape)
print("each row adds up to 1:", np.allclose(probabilities_given.sum(axis=1), 1, atol=1e-4))
print("more than 80 % right:", np.mean(predicted == y_valid) > 0.80)

# %% [markdown]
# Numbers tell you *how often* it is wrong. To see *how*, look at the mistakes. We count, for each true class,
# what the model said. **Predict first:** which classes does it take for one another?

# %% tags=["demonstration"]
confusion = np.zeros((10, 10), dtype=int)
np.add.at(confusion, (y_valid, predicted), 1)
figure, axis = plt.subplots(figsize=(5, 4.4))
axis.imshow(confusion, cmap="gray_r")
for true, said in np.ndindex(10, 10):
    shade = "white" if confusion[true, said] > 50 else "black"
    axis.text(said, true, confusion[true, said], ha="center", va="center", fontsize=7, color=shade)
axis.set(xlabel="the model says", ylabel="it is", yticks=range(10), yticklabels=class_names, xticks=range(10))
tops = [0, 2, 3, 4, 6]
among_tops = confusion[np.ix_(tops, tops)].sum() - confusion[tops, tops].sum()
print("more than half of the mistakes are among tops:", among_tops > 0.5 * np.sum(predicted != y_valid))

# %% [markdown]
# *Picture:* a table of ten true classes against ten answers. The diagonal is dark; the numbers off it gather among
# T-shirt, pullover, dress, coat and shirt, and among the three kinds of shoe.
#
# What has sleeves is taken for something else with sleeves, and shoes for shoes. You guessed it in the first minute,
# when you saw pullover, coat and shirt side by side. A trouser is hardly ever taken for anything else. Here are the
# first six mistakes themselves:

# %% tags=["demonstration"]
mistakes = np.flatnonzero(predicted != y_valid)[:6]
figure, axes = plt.subplots(1, 6, figsize=(9, 1.9))
for place, axis in zip(mistakes, axes, strict=True):
    axis.imshow(x_valid[place], cmap="gray_r")
    axis.set_title(f"{class_names[y_valid[place]]},\nsays {class_names[predicted[place]]}", fontsize=9)
    axis.axis("off")

# %% [markdown]
# *Picture:* six pieces of clothing in a row, each with its true name and the model's answer above it.
#
# Would you have done better on all of them? Some labels are hard to defend.
#
# ### Exercise `surest_mistake`
#
# The mistake that teaches most is the one that the model was *surest* of: often it is a wrong label, or a
# very strange shirt. Write a function `surest_mistake(probabilities, labels)`. It takes rows of
# probabilities, one per picture, and the true class numbers. It returns two things:
#
# 1. the accuracy, a number between 0 and 1;
# 2. the **position**, counted among *all* the pictures, of the wrong answer with the highest probability;
#    `None` if there is no mistake.
#
# <details><summary>Hint</summary>
#
# First the predicted classes, then a boolean array: where do they differ from the labels? How sure the model
# was of its answer is the largest number in a row.
#
# </details>
# <details><summary>Deeper hint</summary>
#
# If you pick out the wrong answers first, positions are counted among *them*. Keep all the pictures instead,
# and make the right answers impossible to win: give them a sureness of −1.
#
# </details>


# %% solution="surest_mistake"
def surest_mistake(probabilities, labels):
    """Give the accuracy and the position of the mistake that the model was surest of."""
    ### BEGIN SOLUTION
    answers = probabilities.argmax(axis=1)
    wrong = answers != labels
    accuracy = 1 - wrong.mean()
    if not wrong.any():
        return accuracy, None
    sureness = np.where(wrong, probabilities.max(axis=1), -1)
    return accuracy, sureness.argmax()
    ### END SOLUTION


# %% grade="surest_mistake"
tried = surest_mistake(np.array([[0.6, 0.4], [0.7, 0.3], [0.1, 0.9]]), np.array([1, 0, 1]))
assert tried is not None, "Exercise surest_mistake: the function returns nothing yet."
assert len(tried) == 2, "Exercise surest_mistake: return two things, the accuracy and a position."
assert np.isclose(tried[0], 2 / 3), (
    "Exercise surest_mistake: with three pictures, of which the first is answered wrongly, "
    f"the accuracy is two thirds; yours is {tried[0]}."
)
assert tried[1] == 0, (
    f"Exercise surest_mistake: the only mistake there is the first picture, position 0; yours is {tried[1]}."
)
print("The visible check of surest_mistake passed.")

# %% [markdown]
# If you answered it, look at yours: in a new cell, `surest_mistake(probabilities_given, y_valid)`, and then
# `plt.imshow` that picture. Would *you* have known?

# %% [markdown]
# ## The test set, once
#
# All choices are made. Now, and only now, the test pictures. They get the same scaling as the rest, of
# course.

# %% tags=["demonstration"]
x_test = test_images.astype("float32") / 255
result = model.evaluate(x_test, test_labels, verbose=0, return_dict=True)
print(sorted(result), "· test accuracy above 0.80:", result["accuracy"] > 0.80)

# %% [markdown]
# That is the number to report. (Old code zips `model.metrics_names` with a list of results; in Keras 3 those
# names are `loss` and `compile_metrics`, which is no help. `return_dict=True` is.)
#
# Why only once? Let us cheat, and see. Two hundred "models" guess labels by dice. We pick the one that does
# best on 100 test pictures. **Predict first:** guessing among ten classes is right in 10 % of cases. What
# will the winner's score be?

# %%
dice = np.random.default_rng(0)
guesses = dice.integers(0, 10, size=(200, 10_000))
scores = (guesses[:, :100] == test_labels[:100]).mean(axis=1)
winner = guesses[scores.argmax()]
print("the winner, on the 100 that chose it:", round(float(scores.max()), 2))
print("the winner, on the other 9,900:", round(float((winner[100:] == test_labels[100:]).mean()), 2))

# %% [markdown]
# The winner seems twice as good as chance, and it is made of dice. Whenever you *choose* by a score, that
# score becomes flattering. So you choose by validation, and its numbers become a little flattering, and the
# test set stays honest **because nothing was ever chosen by it**. Look twice, change something in between,
# and it is a second validation set.

# %% [markdown]
# ## What you have done
#
# In this lesson you have
#
# - scaled pixels and made a split that is fair to every class, and seen what a sorted drawer does to
#   `validation_split`;
# - stacked layers with `Input` first, and counted parameters: inputs × units + units;
# - looked at kernels and biases, copied them, and made chance repeatable with `keras.utils.set_random_seed`;
# - matched loss, labels and output: sparse or one-hot, logits or probabilities, softmax for one of many,
#   sigmoid for yes or no;
# - read learning curves, half an epoch and all, and found the epoch where overfitting begins;
# - given rare classes a voice, with class weights and sample weights;
# - touched the test set once, and seen what happens to people who choose by it.
#
# Next, in lesson 02, the answer is no longer a class but a number: what does a diamond cost?
#
# **Where this comes from.** The Keras guides [The Sequential
# model](https://keras.io/guides/sequential_model/) and [Training & evaluation with the built-in
# methods](https://keras.io/guides/training_with_built_in_methods/). The data: Xiao, Rasul and Vollgraf,
# *Fashion-MNIST* (2017). How weights start: Glorot and Bengio, *Understanding the difficulty of training deep
# feedforward neural networks* (2010). The half epoch and much of the order of this lesson's questions follow
# the tradition of A. Géron's *Hands-On Machine Learning* (3rd edition, 2022). On choosing by the test set:
# Dwork et al., *The reusable holdout*, Science 349 (2015).

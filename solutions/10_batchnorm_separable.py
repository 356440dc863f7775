# %% [markdown]
# # 10 · Batch normalization and separable convolutions
#
# A stack of eight convolutions may refuse to learn. Here you measure why, and put a small layer between the others that helps. Then you take a convolution apart into two cheaper steps, and pay an eighth of its price. Networks for pictures have used both ideas for about ten years.
#
# In this lesson you
#
# - *measure* how the inputs of a layer change while a network learns;
# - *write* a batch normalization layer of your own, and count its four parameters a channel;
# - *tell* batch statistics from moving statistics, and *repair* moving statistics that lag behind;
# - *place* batch normalization before or after an activation, and leave out what it makes needless;
# - *count* parameters and multiply-adds of separable convolutions, and *build* a network of them.
#
# **Before you start:** lessons 04 (`Conv2D` on pictures), 05 (a layer of your own, `training`) and 08 (callbacks).
#
# **Time:** 90 minutes.

# %%
import coursework

DATA = coursework.setup(seed=10)

import math

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

# %% [markdown]
# ## Eight photographs in pieces
#
# Eight photographs were cut into 1,547 small patches. The question is: which photograph does a patch come from? We reduce the patches to 16×16 pixels (each new pixel is the mean of 2×2 old ones), so that everything below runs in seconds.

# %%
with np.load(DATA / "patches" / "patches.npz") as arrays:
    images = arrays["images"].astype("float32") / 255
    labels = arrays["labels"]
# 32 pixels of an axis become 16 pairs; each pair is replaced by its mean
pairs = images.reshape(-1, 16, 2, 16, 2, 3)
images = pairs.mean(axis=(2, 4))

order = np.random.default_rng(10).permutation(len(images))
train_rows, valid_rows = order[:1200], order[1200:]
x_train, y_train = images[train_rows], labels[train_rows]
x_valid, y_valid = images[valid_rows], labels[valid_rows]
print("training:", x_train.shape, "validation:", x_valid.shape)
baseline = np.bincount(y_valid).max() / len(y_valid)
print(f"share of the most frequent photograph: {baseline:.2f}")

# %%
figure, axes = plt.subplots(2, 8, figsize=(9, 2.6))
for photograph in range(8):
    patches = x_train[y_train == photograph]
    axes[0, photograph].set_title(photograph)
    for row in (0, 1):
        axes[row, photograph].imshow(patches[row])
        axes[row, photograph].axis("off")
plt.show()

# %% [markdown]
# *Picture:* two patches from each of eight photographs, numbered 0 to 7: an astronaut, a cat, a temple, a cup of coffee, a flower, stars, a retina and a rocket. At this size some patches are little more than a few colored spots.
#
# Whoever always names the most frequent photograph is right for 18 of 100 patches. A network should do better than this baseline.
#
# ## Inputs between layers drift
#
# Our first network is a plain stack: eight convolutions of 16 filters, each with a ReLU, then the mean of each map and an output layer for eight classes.


# %%
def plain_network():
    """Return eight convolutions and an output layer."""
    model = keras.Sequential([keras.Input(shape=(16, 16, 3))])
    for n in range(1, 9):
        strides = 2 if n in (1, 5) else 1
        convolution = keras.layers.Conv2D(
            16, 3, strides=strides, padding="same", name=f"conv_{n}"
        )
        model.add(convolution)
        model.add(keras.layers.ReLU(name=f"relu_{n}"))
    model.add(keras.layers.GlobalAveragePooling2D(name="mean"))
    model.add(keras.layers.Dense(8, activation="softmax", name="output"))
    return model


# %% [markdown]
# The patches stay the same from step to step. But look at the *fifth* layer: its inputs don't stay the same, because layers one to four change in every step. Layer five has to learn from inputs that four other layers keep changing. This change of a layer's inputs during training is called **internal covariate shift** (drift, for short).
#
# How large is it? A callback writes down, every second step, the mean and the **standard deviation** of each channel in front of the fifth ReLU, always for the same 60 patches. (The standard deviation says how far numbers lie from their mean, typically.)


# %%
class Drift(keras.callbacks.Callback):
    """Record mean and standard deviation of the channels before a ReLU."""

    def on_train_begin(self, logs=None):
        self.means, self.deviations = [], []
        fifth_relu = self.model.get_layer("relu_5")
        self.probe = keras.Model(self.model.inputs[0], fifth_relu.input)

    def on_train_batch_end(self, batch, logs=None):
        if batch % 2 == 0:
            values = self.probe(x_train[:60], training=True)
            self.means.append(np.mean(values, axis=(0, 1, 2)))
            self.deviations.append(np.std(values, axis=(0, 1, 2)))


# %% [markdown]
# **Predict before you run:** by which factor does the standard deviation of a channel grow in four epochs: 1.1, 2, or more than 5?

# %%
keras.utils.set_random_seed(1)
plain_model = plain_network()
plain_model.compile(
    optimizer=keras.optimizers.SGD(learning_rate=0.1),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)

# %% tags=["demonstration", "tolerance-5%"]
plain_drift = Drift()
plain_history = plain_model.fit(
    x_train,
    y_train,
    epochs=4,
    batch_size=48,
    callbacks=[plain_drift],
    verbose=2,
)  # one line an epoch


# %%
def show_drift(drift, title):
    """Draw four channels: the mean, and one deviation to either side."""
    means, deviations = np.array(drift.means), np.array(drift.deviations)
    steps = 2 * np.arange(len(means))
    for channel, style in enumerate(["-", "--", ":", "-."]):
        mean, deviation = means[:, channel], deviations[:, channel]
        plt.plot(steps, mean, style, label=f"channel {channel}")
        plt.fill_between(steps, mean - deviation, mean + deviation, alpha=0.2)
    plt.xlabel("step")
    plt.ylabel("in front of the fifth ReLU")
    plt.title(title)
    plt.legend(loc="upper left")
    plt.show()


# %% tags=["demonstration", "tolerance-20%"]
show_drift(plain_drift, "without batch normalization")
plain_deviations = np.array(plain_drift.deviations)
for channel in range(4):
    start = plain_deviations[0, channel]
    largest = plain_deviations[:, channel].max()
    print(f"channel {channel}: {start:.2f} at the start, ", end="")
    print(f"at most {largest:.2f}, {largest / start:.1f} times as much")

# %% [markdown]
# *Picture:* four channels over a hundred steps, the mean as a line with its own dashes and the standard deviation as a band. All start as thin bands near 0, then move up or down in jumps and become many times as wide.
#
# The standard deviation grows to between 7 and 15 times what it was. (These factors differ a little from one processor to another. Other seeds give other factors. Now and then a plain stack does not start to learn at all, and then nothing drifts.) A learning rate of 0.1 may be right for the inputs that a layer gets now, and wrong for those that it gets twenty steps later. And the network learns little: after four epochs its training accuracy is 0.28, give or take 0.01.
#
# That was a change over *time*. There is a second one, over *depth*, before any training. **Predict before you run:** do the numbers keep their standard deviation over eight new, untrained layers?

# %%
keras.utils.set_random_seed(1)
new_plain = plain_network()
relu_outputs = [new_plain.get_layer(f"relu_{n}").output for n in range(1, 9)]
new_plain_probe = keras.Model(new_plain.inputs[0], relu_outputs)
plain_depth = [np.std(values) for values in new_plain_probe(x_train[:200])]
for n, deviation in enumerate(plain_depth, 1):
    print(f"standard deviation behind ReLU {n}: {deviation:.3f}")

# %% [markdown]
# From about 0.2 to about 0.01. Each ReLU sets about half of the numbers to 0, and after eight layers hardly any difference between patches is left for the output layer. (Initializers made for ReLU, such as `he_normal`, slow that down at the start. They don't hold the standard deviation once training has begun.)
#
# ## Normalize each channel
#
# **Batch normalization** (BatchNorm) removes the drift in each layer: it brings each channel to mean 0 and standard deviation 1. For each channel it works out the mean $\mu$ and the variance $\sigma^2$ (the square of the standard deviation) over the batch, and for pictures over all places of the map as well. Then
#
# $$\text{out} = \gamma\,\frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}} + \beta, \qquad \epsilon = 0.001$$
#
# $\epsilon$ prevents a division by 0 in a channel that never changes. **Gamma** ($\gamma$, it starts at 1) and **beta** ($\beta$, it starts at 0) are one number each per channel, and training learns them. So the network may still choose another mean and another standard deviation for a channel, but with two numbers of that channel, and not through four layers.
#
# Here it is by hand, for three rows of two channels:

# %%
table = np.array(
    [[1.0, 100.0], [2.0, 200.0], [6.0, 600.0]],
    dtype="float32",
)
mean, variance = table.mean(axis=0), table.var(axis=0)
by_hand = (table - mean) / np.sqrt(variance + 0.001)
for channel in (0, 1):
    print(f"channel {channel}: mean {mean[channel]:.0f}, ", end="")
    print(f"variance {variance[channel]:.2f}")
print("by hand:\n", by_hand.round(2))

normalization = keras.layers.BatchNormalization()
by_keras = normalization(table, training=True)
print("by Keras:\n", by_keras.numpy().round(2))

# %% [markdown]
# The second channel was a hundred times as large as the first. Now both look alike: (1 − 3) / √4.67 = −0.93. (Why we wrote `training=True` is the subject of a section of its own below.)
#
# The argument `axis` names the axis that is *kept apart*. Its default, −1, is right for pictures with the channels last. **Predict before you run:** for pictures of 16×16×3, does the layer have more parameters with `axis=-1` or with `axis=1`?

# %%
for axis in (-1, 1):
    layer = keras.layers.BatchNormalization(axis=axis)
    outputs = layer(x_train[:100], training=True).numpy()
    means = outputs.mean(axis=(0, 1, 2)) + 0.0
    print(f"axis={axis}: {layer.count_params()} parameters")
    print("    means of the three channels:", np.abs(means).round(2))

# %% [markdown]
# With `axis=1` each of the 16 rows of pixels is normalized for itself, and red, green and blue are mixed together: their means aren't 0. There is no warning. You notice by counting the parameters: four for each row, and the next section says which.
#
# ### Exercise `normalize`
#
# Write the function `normalize(x, gamma, beta)` in NumPy: what a BatchNorm layer does to a batch in training. `x` is a table of shape (rows, channels) or a batch of maps of shape (pictures, height, width, channels); `gamma` and `beta` are arrays with one number for each channel. $\epsilon$ is 0.001. The function returns an array of the shape of `x`.
#
# <details><summary>Hint</summary>Which axes does a table have besides the channels, and which does a batch of maps have? One expression can give both.</details>
# <details><summary>Deeper hint</summary><code>mean</code> and <code>var</code> take a tuple of axes: <code>tuple(range(x.ndim - 1))</code> is (0,) for a table and (0, 1, 2) for maps.</details>

# %% solution="normalize"
normalize = ...
### BEGIN SOLUTION


def normalize(x, gamma, beta):
    """Return a batch with each channel at mean beta and deviation gamma."""
    axes = tuple(range(x.ndim - 1))
    centered = x - x.mean(axis=axes)
    return gamma * centered / np.sqrt(x.var(axis=axes) + 0.001) + beta


### END SOLUTION

# %% grade="normalize"
where = "Exercise normalize: "
assert normalize is not ..., where + "replace the dots by a function."
assert callable(normalize), where + "normalize is not a function."
rows = np.array([[1.0, 100.0], [2.0, 200.0], [6.0, 600.0]])
tried = normalize(rows, np.ones(2), np.zeros(2))
message = f"a table of shape (3, 2) goes in, and {np.shape(tried)} comes out."
assert np.shape(tried) == (3, 2), where + message
message = "compare with the section's table of three rows, worked out by hand."
assert np.allclose(tried[0], [-0.9257, -0.9258], atol=1e-3), where + message
tried = normalize(np.arange(90.0).reshape(2, 3, 5, 3), np.ones(3), np.zeros(3))
message = f"maps of shape (2, 3, 5, 3) go in, and {np.shape(tried)} comes out."
assert np.shape(tried) == (2, 3, 5, 3), where + message
print("The visible check of normalize passed.")

# %% [markdown]
# ## Four parameters a channel
#
# How many parameters does a BatchNorm layer have for 16 channels? Many people answer 32, for $\gamma$ and $\beta$. **Predict before you run.**

# %%
sixteen = keras.layers.BatchNormalization()
sixteen.build((None, 16, 16, 16))
for weight in sixteen.weights:
    shape = tuple(weight.shape)
    print(f"{weight.name:16} {shape} trainable: {weight.trainable}")
print("in all:", sixteen.count_params())

# %% [markdown]
# Four numbers a channel, 64 in all. The **moving mean** and the **moving variance** are averages over the batches seen so far. The layer keeps them for later use. No gradient ever reaches them, so `summary()` lists them as *non-trainable params*.
#
# ### Exercise `count_block`
#
# Write the function `count_block(channels, filters, size)` for a block of two layers: `Conv2D(filters, size, use_bias=False)` on a map of `channels` channels, then `BatchNormalization()`. It returns two whole numbers in this order: how many parameters of the block training changes, and how many it leaves alone.
#
# <details><summary>Hint</summary>Does the BatchNorm see the channels that come into the block, or the maps that the convolution makes?</details>
# <details><summary>Deeper hint</summary>A kernel of a convolution has size × size × channels numbers for each filter. To check yourself, build such a block in a cell of your own and look at its summary.</details>

# %% solution="count_block"
count_block = ...
### BEGIN SOLUTION


def count_block(channels, filters, size):
    """Return how many parameters of the block are trained, and how many not."""
    return size * size * channels * filters + 2 * filters, 2 * filters


### END SOLUTION

# %% grade="count_block"
where = "Exercise count_block: "
assert count_block is not ..., where + "replace the dots by a function."
assert callable(count_block), where + "count_block is not a function."
tried = count_block(3, 16, 3)
message = f"return two numbers; count_block(3, 16, 3) gives {tried}."
assert np.shape(tried) == (2,), where + message
message = "3 channels, 16 filters of 3×3 make 432 + 64 = 496 in all, "
assert sum(tried) == 496, where + message + f"yours make {sum(tried)}."
print("The visible check of count_block passed.")

# %% [markdown]
# ## What BatchNorm brings
#
# Now the same eight layers with a BatchNorm between each convolution and its ReLU.


# %%
def normalized_network():
    """Return eight convolutions, each with a BatchNorm behind it."""
    model = keras.Sequential([keras.Input(shape=(16, 16, 3))])
    for n in range(1, 9):
        strides = 2 if n in (1, 5) else 1
        convolution = keras.layers.Conv2D(
            16, 3, strides=strides, padding="same", name=f"conv_{n}"
        )
        model.add(convolution)
        model.add(keras.layers.BatchNormalization(name=f"norm_{n}"))
        model.add(keras.layers.ReLU(name=f"relu_{n}"))
    model.add(keras.layers.GlobalAveragePooling2D(name="mean"))
    model.add(keras.layers.Dense(8, activation="softmax", name="output"))
    return model


# %% [markdown]
# **Predict before you run:** do the numbers keep their standard deviation now?

# %% tags=["demonstration"]
keras.utils.set_random_seed(1)
new_normalized = normalized_network()
relu_outputs = [
    new_normalized.get_layer(f"relu_{n}").output for n in range(1, 9)
]
new_normalized_probe = keras.Model(new_normalized.inputs[0], relu_outputs)
batch_outputs = new_normalized_probe(x_train[:200], training=True)
normalized_depth = [np.std(values) for values in batch_outputs]

# %% tags=["demonstration"]
plt.semilogy(range(1, 9), plain_depth, "o-", label="plain")
plt.semilogy(range(1, 9), normalized_depth, "s--", label="BatchNorm")
plt.xlabel("layer")
plt.ylabel("standard deviation behind its ReLU")
plt.legend()
plt.show()
print("with BatchNorm:", np.round(normalized_depth, 2))

# %% [markdown]
# *Picture:* the standard deviation behind each of eight layers, on a logarithmic scale. The line with circles (plain) falls from about 0.2 to about 0.01. The dashed line with squares (BatchNorm) stays level near 0.6.
#
# They do. And how do the two networks learn? We train both at three learning rates, each network built anew from the same seed. **Predict before you run:** at which rates does the plain network learn, and at which the normalized one?


# %%
def train_anew(network, learning_rate, callback=None):
    """Return a newly built network after four epochs."""
    keras.utils.set_random_seed(1)
    model = network()
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate=learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    model.fit(
        x_train, y_train, batch_size=48, epochs=4, verbose=0, callbacks=callback
    )
    return model


# %% tags=["demonstration", "tolerance-10%"]
rates = (0.01, 0.1, 0.3)
trained, curves = {}, {}
for network in (plain_network, normalized_network):
    for rate in rates:
        trained[network, rate] = train_anew(network, rate)
        history = trained[network, rate].history
        curves[network, rate] = history.history["accuracy"]
        accuracy = curves[network, rate][-1]
        print(f"{network.__name__}, rate {rate}: accuracy {accuracy:.2f}")

# %% tags=["demonstration"]
figure, axes = plt.subplots(1, 3, figsize=(9, 3), sharey=True)
for axis, rate in zip(axes, rates, strict=True):
    axis.plot(range(1, 5), curves[plain_network, rate], "o-", label="plain")
    axis.plot(
        range(1, 5),
        curves[normalized_network, rate],
        "s--",
        label="BatchNorm",
    )
    axis.set_title(f"learning rate {rate}")
    axis.set_xlabel("epoch")
axes[0].set_ylabel("training accuracy")
axes[0].legend()
plt.show()

# %% [markdown]
# *Picture:* training accuracy over four epochs, one panel for each learning rate. The lines with circles (plain) stay between 0.1 and 0.3 in all panels; the one at a learning rate of 0.3 falls. The dashed lines with squares (BatchNorm) rise in every panel.
#
# In four epochs the plain stack reaches 0.28 at best. With BatchNorm it is 0.43 at the smallest rate and about 0.6 at the other two (give or take 0.03), although the largest rate is thirty times the smallest. That is the first practical gain: the exact learning rate matters less.

# %% tags=["demonstration"]
normalized_drift = Drift()
train_anew(normalized_network, 0.1, callback=normalized_drift)
show_drift(normalized_drift, "with batch normalization")

# %% [markdown]
# *Picture:* the four channels of the first picture with BatchNorm, over the same hundred steps. Four level bands lie on top of each other, with the mean near 0 and reaching from about −1 to 1. They hardly move.
#
# The drift is gone, by construction. Is that *why* the network learns better? The inventors said so. Others later added drift behind a BatchNorm on purpose, and the network still learned well; they find that BatchNorm makes the loss a smoother function of the weights (see the sources at the end). What we have measured is that the drift is there, that it goes, and that learning gets better.
#
# ## Batch and moving statistics
#
# One thing is strange. At a rate of 0.01 the normalized network was right for 43 of 100 training patches, as `fit` counted. **Predict before you run:** what does `evaluate` say about the same training patches, and about validation patches?

# %% tags=["demonstration", "tolerance-0.05"]
slow_network = trained[normalized_network, 0.01]
for name, x, y in [
    ("training", x_train, y_train),
    ("validation", x_valid, y_valid),
]:
    scores = slow_network.evaluate(x, y, verbose=0, return_dict=True)
    predicted = np.argmax(slow_network(x, training=True), axis=1)
    print(f"{name:10} patches, evaluate: {scores['accuracy']:.2f}, ", end="")
    print(f"training=True: {np.mean(predicted == y):.2f}")

# %% [markdown]
# `evaluate` gives 0.24 even for the patches that the network was trained on, so it isn't overfitting. With the argument `training=True` the same weights give 0.4 and more for both. These are the two modes of BatchNorm:
#
# | | `training=True` (in `fit`) | `training=False` (in `predict`, `evaluate`, and in a plain call) |
# |---|---|---|
# | normalizes by | mean and variance of *this batch* | *moving* mean and variance |
# | moving statistics | take in the batch: $m \leftarrow 0.99\,m + 0.01\,\mu$ | stay as they are |
#
# When a model is used, there may be no batch: a single patch has to get an answer, and other patches that are predicted with it must not change that answer. So BatchNorm uses **moving statistics**, averages that it collected in training. They start at mean 0 (the $m$ of the table) and variance 1. The **momentum**, 0.99, says which share of the old value stays at each step, so each batch counts for one hundredth. We made 100 steps. Watch a layer whose batches have mean 5:

# %%
draw = np.random.default_rng(10)
for momentum, style in {0.99: "-", 0.9: "--"}.items():
    layer = keras.layers.BatchNormalization(momentum=momentum)
    moving_means = []
    for _ in range(100):
        batch = draw.normal(loc=5, scale=3, size=(48, 1)).astype("float32")
        layer(batch, training=True)
        moving_means.append(layer.moving_mean.numpy()[0])
    plt.plot(moving_means, style, label=f"momentum {momentum}")
    print(f"momentum {momentum}: {moving_means[-1]:.1f} after 100 steps")
plt.axhline(5, color="black", linestyle=":", label="mean of the data")
plt.xlabel("step")
plt.ylabel("moving mean")
plt.legend()
plt.show()

# %% [markdown]
# *Picture:* the moving mean over 100 steps. With momentum 0.9 (dashed) it reaches the dotted line of 5 after some 30 steps and stays close to it. With 0.99 (solid) it rises slowly and is near 3 at the end.
#
# After $n$ steps a share of $0.99^n$ is still the 0 of the start: $0.99^{100} = 0.37$, more than a third. Over eight layers, one behind the other, these errors add up. In long trainings nobody notices. In short ones take `momentum=0.9`, or let the statistics settle afterwards.
#
# ### `training` forgotten
#
# The moving statistics learn only when the layer gets `training=True`. `fit` passes it to the model, and the model has to pass it on. A model of your own whose `call` has no argument `training` (lesson 05) never does:


# %% tags=["demonstration"]
class NoTraining(keras.Model):
    """A model that doesn't pass `training` on."""

    def __init__(self):
        super().__init__()
        self.norm = keras.layers.BatchNormalization()
        self.head = keras.layers.Dense(1)

    def call(self, inputs):
        return self.head(self.norm(inputs))


no_training = NoTraining()
no_training.compile(optimizer="sgd", loss="mse")
hundreds = np.array([[100.0, 900.0], [300.0, 500.0]], dtype="float32")
no_training.fit(hundreds, np.zeros((2, 1)), epochs=50, verbose=0)
print("moving mean", no_training.norm.moving_mean.numpy(), end=" | ")
print("moving variance", no_training.norm.moving_variance.numpy())

# %% [markdown]
# Still 0 and 1, after 50 epochs with numbers in the hundreds: this layer normalizes nothing, in training or later, and no warning tells you. Write `call(self, inputs, training=None)`, and pass `training` on: `self.norm(inputs, training=training)`. In a training loop by hand (lesson 14) it is `model(x, training=True)`.
#
# Old code set a switch for the whole program instead. It is gone:

# %% tags=["raises-exception"]
# %xmode Minimal
keras.backend.set_learning_phase(1)

# %% [markdown]
# `AttributeError`. The current way is the argument, call by call.
#
# ### Tiny batches
#
# In training, the output for a patch depends on the other patches in its batch. **Predict before you run:** one single row in a batch, `[[7.0, -3.0]]`. What comes out of a new BatchNorm? And what becomes of the number 1.0 among draws from a standard normal distribution, in batches of 2, 8 and 64?

# %%
single = np.array([[7.0, -3.0]], dtype="float32")
alone = keras.layers.BatchNormalization()(single, training=True)
print("a batch of one:", alone.numpy())

others = np.random.default_rng(11).normal(size=(300, 63))
for size in (2, 8, 64):
    results = []
    for other in others:
        batch = np.append(1.0, other[: size - 1])
        scaled = (batch - batch.mean()) / np.sqrt(batch.var() + 0.001)
        results.append(scaled[0])
    low, high = np.quantile(results, [0.05, 0.95])
    print(f"batches of {size}: 1.0 becomes {low:.1f} to {high:.1f}")

# %% [markdown]
# A batch of one *is* its own mean, so nothing of it is left. In a batch of two the result is near −1 or 1 whatever the numbers are: it tells which of the two is larger, and no more. In a batch of 64 it changes little. So BatchNorm needs batches of 16 or more (on maps all places count, which helps). For smaller ones there are layers that look at one sample only: `LayerNormalization` and `GroupNormalization`.
#
# ### Frozen statistics
#
# `layer.trainable = False` freezes a BatchNorm altogether. From then on it uses its moving statistics and doesn't change them, *even with `training=True`*. That surprises many people.

# %%
hundreds = np.array([[100.0], [200.0], [600.0]], dtype="float32")
active = keras.layers.BatchNormalization()
frozen = keras.layers.BatchNormalization()
frozen.trainable = False
for name, layer in {"active": active, "frozen": frozen}.items():
    result = layer(hundreds, training=True).numpy()
    print(f"{name}: {result.ravel().round(1)}, ", end="")
    print(f"moving mean {layer.moving_mean.numpy().round(1)}")

# %% [markdown]
# The frozen layer let the numbers through: it is new, so its mean is 0 and its variance 1, and it does nothing. Freezing is meant for networks that were trained elsewhere: their statistics are good, and a few new pictures shouldn't spoil them.
#
# ### Exercise `channel_norm`
#
# Write the layer `ChannelNorm` with all that you have seen. It derives from `keras.layers.Layer` and does not use Keras's own BatchNormalization. `ChannelNorm(momentum=0.9)`
#
# - has four weights, each with one number for each channel (the last axis): gamma, which starts at 1, and beta, which starts at 0, both changed by training; the moving mean, which starts at 0, and the moving variance, which starts at 1, both not trainable;
# - with `training=True` normalizes by the batch, and its moving statistics take in the batch's mean and variance, with its momentum as in the table above;
# - otherwise normalizes by its moving statistics and leaves them alone;
# - in both cases multiplies by gamma and adds beta.
#
# It works for tables and for maps. $\epsilon$ is 0.001.
#
# <details><summary>Hint</summary>Four <code>self.add_weight</code> in <code>build</code>. Then an <code>if training:</code> in <code>call</code>.</details>
# <details><summary>Deeper hint</summary><code>mean, variance = keras.ops.moments(x, axes)</code> with <code>axes = list(range(len(x.shape) - 1))</code>. A weight takes a new value by <code>self.moving_mean.assign(…)</code>; <code>trainable=False</code> in <code>add_weight</code> keeps the optimizer away.</details>

# %% solution="channel_norm"
ChannelNorm = ...
### BEGIN SOLUTION


class ChannelNorm(keras.layers.Layer):
    """Batch normalization over all axes but the last."""

    def __init__(self, momentum=0.9, **kwargs):
        super().__init__(**kwargs)
        self.momentum = momentum

    def build(self, input_shape):
        shape = (input_shape[-1],)
        self.gamma = self.add_weight(shape=shape, initializer="ones")
        self.beta = self.add_weight(shape=shape, initializer="zeros")
        self.moving_mean = self.add_weight(
            shape=shape, initializer="zeros", trainable=False
        )
        self.moving_variance = self.add_weight(
            shape=shape, initializer="ones", trainable=False
        )

    def call(self, x, training=None):
        mean, variance = self.moving_mean, self.moving_variance
        if training:
            axes = list(range(len(x.shape) - 1))
            mean, variance = keras.ops.moments(x, axes)
            keep, take = self.momentum, 1 - self.momentum
            self.moving_mean.assign(keep * self.moving_mean + take * mean)
            self.moving_variance.assign(
                keep * self.moving_variance + take * variance
            )
        normal = (x - mean) / keras.ops.sqrt(variance + 0.001)
        return self.gamma * normal + self.beta


### END SOLUTION

# %% grade="channel_norm"
where = "Exercise channel_norm: "
assert ChannelNorm is not ..., where + "replace the dots by a class."
assert isinstance(ChannelNorm, type), where + "ChannelNorm is not a class."
assert issubclass(ChannelNorm, keras.layers.Layer), where + "it is no layer."
tried = ChannelNorm(momentum=0.9)
maps_in = np.arange(90, dtype="float32").reshape(2, 3, 5, 3)
shape = tuple(tried(maps_in, training=True).shape)
message = f"maps of shape (2, 3, 5, 3) go in, and {shape} comes out."
assert shape == (2, 3, 5, 3), where + message
message = f"3 channels make 12 parameters, not {tried.count_params()}."
assert tried.count_params() == 12, where + message
message = "all weights are trainable; the moving statistics should not be."
assert len(tried.trainable_weights) < len(tried.weights), where + message
print("The visible check of channel_norm passed.")

# %% [markdown]
# ### Exercise `settle`
#
# Back to the network whose moving statistics lag behind. Write the function `settle(model, images)` that repairs such a model in place. Afterwards the moving mean and the moving variance of **every** `BatchNormalization` in it are those that the images (all of them, as one batch) give at that place, so that `predict` normalizes as training did. Nothing else about the model changes: no weight that training learns, and no setting (`momentum`, `trainable`). The model is `Sequential` or functional, with no model inside it and nothing frozen; its BatchNorms may have any momentum.
#
# <details><summary>Hint</summary>A plain call with <code>training=True</code> changes moving statistics and nothing else. How many calls does it take at a momentum of 0.99?</details>
# <details><summary>Deeper hint</summary>A BatchNorm's <code>momentum</code> is an attribute that you can set. With which momentum does one call replace the old value completely? Put the old momentum back in the end.</details>

# %% solution="settle"
settle = ...
### BEGIN SOLUTION


def settle(model, images):
    """Set the moving statistics of a model's BatchNorms to those of images."""
    norms = [
        layer
        for layer in model.layers
        if isinstance(layer, keras.layers.BatchNormalization)
    ]
    before = [norm.momentum for norm in norms]
    for norm in norms:
        norm.momentum = 0.0
    model(images, training=True)
    for norm, momentum in zip(norms, before, strict=True):
        norm.momentum = momentum


### END SOLUTION

# %% grade="settle"
where = "Exercise settle: "
assert settle is not ..., where + "replace the dots by a function."
assert callable(settle), where + "settle is not a function."
layers = [keras.layers.BatchNormalization(), keras.layers.Dense(1)]
tried = keras.Sequential([keras.Input((2,)), *layers])
rows = np.array([[1, 100], [2, 200], [6, 600]], dtype="float32")
settle(tried, rows)
found = tried.layers[0].moving_mean.numpy()
message = f"the rows have the means [3, 300], the moving mean is {found}."
assert np.allclose(found, [3, 300], rtol=0.01), where + message
print("The visible check of settle passed.")

# %% [markdown]
# ## Before or after the activation
#
# Convolution → BatchNorm → ReLU, or convolution → ReLU → BatchNorm? The inventors put it before the activation. Both orders are found in good networks, and both learn. Take the first one unless you have a reason: it has one advantage that you can count. Our network's convolutions still had a bias each. **Predict before you run:** what did four epochs make of 16 biases in front of a BatchNorm? They start at 0.

# %% tags=["demonstration"]
for network in (plain_network, normalized_network):
    fifth = trained[network, 0.1].get_layer("conv_5")
    largest = np.abs(fifth.bias.numpy()).max()
    print(f"{network.__name__}: largest bias in layer 5: {largest:.3f}")

random_maps = np.random.default_rng(12).normal(size=(20, 4, 4, 3))
random_maps = random_maps.astype("float32")
norm = keras.layers.BatchNormalization()
without = norm(random_maps, training=True).numpy()
with_bias = norm(random_maps + 1000, training=True).numpy()
difference = np.abs(with_bias - without).max()
print(f"a bias of 1000 changes the output by {difference:.2f}")

# %% [markdown]
# In front of a BatchNorm they are still 0. What a bias adds to a channel, the subtraction of the channel's mean takes away: it has no effect, so it gets no gradient. $\beta$ does its work. So directly in front of a BatchNorm write `use_bias=False`, and save a parameter per filter. *Directly*: with an activation between, the bias decides which numbers the ReLU sets to 0, and is of use.
#
# ### Exercise `patch_net`
#
# Set `patch_net` to a model for our patches, of 16×16×3. It is not compiled.
#
# - It has three convolutions of 3×3 with 16, 24 and 32 filters, each with strides of 2 and `"same"` padding.
# - Behind each convolution come one ReLU and one `BatchNormalization` of its own; their order is up to you.
# - Then come the mean of each map (`GlobalAveragePooling2D`) and one layer that gives the probabilities of eight photographs.
# - A bias that can't change any output is left out.
#
# <details><summary>Hint</summary>The last point depends on your order: when can a bias change nothing?</details>
# <details><summary>Deeper hint</summary>With the BatchNorm behind the ReLU, <code>activation="relu"</code> fits into the convolution. Before it, the ReLU is a layer of its own.</details>

# %% solution="patch_net"
patch_net = ...
### BEGIN SOLUTION
patch_net = keras.Sequential([keras.Input((16, 16, 3))])
for filters in (16, 24, 32):
    patch_net.add(
        keras.layers.Conv2D(
            filters, 3, strides=2, padding="same", use_bias=False
        )
    )
    patch_net.add(keras.layers.BatchNormalization())
    patch_net.add(keras.layers.ReLU())
patch_net.add(keras.layers.GlobalAveragePooling2D())
patch_net.add(keras.layers.Dense(8, activation="softmax"))
### END SOLUTION

# %% grade="patch_net"
assert patch_net is not ..., (
    "Exercise patch_net: build the model in place of the dots."
)
assert isinstance(patch_net, keras.Model), (
    "Exercise patch_net: patch_net is not a Keras model."
)
shape = tuple(patch_net(np.zeros((5, 16, 16, 3), "float32")).shape)
assert shape == (5, 8), (
    "Exercise patch_net: five patches go in, so shape (5, 8) should come "
    f"out; it is {shape}."
)
print("The visible check of patch_net passed.")

# %% [markdown]
# ## Depthwise separable convolution
#
# A 3×3 convolution does two jobs at once: it looks at the *neighborhood* of a place, and it *mixes the channels*. For 16 channels and 32 filters that makes 3 × 3 × 16 × 32 = 4,608 weights. A **depthwise separable convolution** does one job after the other:
#
# 1. The **depthwise convolution** has one 3×3 kernel for each channel, and each kernel sees its own channel alone: 3 × 3 × 16 = 144 weights.
# 2. The **pointwise convolution** is a **1×1 convolution**, which mixes the channels of one place: 16 × 32 = 512 weights.
#
# Keras has both in one layer, `SeparableConv2D`:

# %%
separable = keras.layers.SeparableConv2D(
    filters=32, kernel_size=3, padding="same"
)
feature_maps = np.random.default_rng(13).normal(size=(4, 12, 12, 16))
feature_maps = feature_maps.astype("float32")
at_once = separable(feature_maps)
print("output:", tuple(at_once.shape))
for weight in separable.weights:
    print(f"{weight.name:16} {tuple(weight.shape)}")

# %% [markdown]
# **Predict before you run:** are a `DepthwiseConv2D` and a 1×1 `Conv2D`, one after the other, with the same weights, the same as that layer?

# %%
depthwise = keras.layers.DepthwiseConv2D(
    kernel_size=3, padding="same", use_bias=False
)
pointwise = keras.layers.Conv2D(filters=32, kernel_size=1)
pointwise(depthwise(feature_maps))  # the first call makes the weights

depthwise_kernel, pointwise_kernel, bias = separable.get_weights()
depthwise.set_weights([depthwise_kernel])
pointwise.set_weights([pointwise_kernel, bias])
in_two_steps = pointwise(depthwise(feature_maps))
difference = np.abs(at_once.numpy() - in_two_steps.numpy()).max()
print(f"largest difference: {difference:.4f}")

# %% [markdown]
# They are the same. There is one bias for each filter, at the end; the depthwise step has none. (`DepthwiseConv2D` alone would have one. Here it would do nothing that the last bias can't.) What a separable convolution gives up: an ordinary kernel can look for a red edge on the left and a green dot on the right. A separable one has one pattern for each channel, and only mixes what these patterns found.
#
# ## Counting parameters and multiply-adds
#
# A convolution has two prices. **Parameters** take memory. **Multiply-adds** (a multiplication, and adding its result to a sum) take time: a filter of 3×3 on 16 channels multiplies 144 numbers and adds them up, at *each place* of the map that comes out. So, without biases (which aren't multiplied), for an ordinary convolution with `"same"` padding:
#
# $$\text{multiply-adds} = \text{height} \cdot \text{width} \cdot \text{size}^2 \cdot \text{channels} \cdot \text{filters}$$
#
# Height and width are those that come *out*. With strides of 2 they are halved, and an odd size is rounded up: 15 becomes 8. `math.ceil` rounds up.


# %%
def conv_costs(height, width, channels, filters, size=3, strides=1):
    """Return parameters and multiply-adds of a convolution on one picture."""
    kernel = size * size * channels * filters
    places = math.ceil(height / strides) * math.ceil(width / strides)
    return kernel + filters, places * kernel


# %%
for strides in (1, 2):
    layer = keras.layers.Conv2D(32, 3, strides=strides, padding="same")
    out = layer(np.zeros((1, 15, 20, 16), "float32"))
    parameters, work = conv_costs(15, 20, 16, 32, strides=strides)
    print(
        f"strides {strides}: {out.shape[1]}×{out.shape[2]} come out, ", end=""
    )
    print(
        f"{parameters:,} parameters (Keras: {layer.count_params():,}), ", end=""
    )
    print(f"{work:,} multiply-adds")

# %% [markdown]
# For a separable convolution, add up its two steps. With $k$ × $k$ kernels and $F$ filters it costs about $1/F + 1/k^2$ of what the ordinary one costs. For 3×3 kernels and 32 filters that is 1/32 + 1/9 = 0.14, about a seventh.
#
# ### Exercise `separable_costs`
#
# Write the function `separable_costs(height, width, channels, filters, size=3, strides=1)` for `SeparableConv2D(filters, size, strides, padding="same")` on a map of that height, width and number of channels. Like `conv_costs`, it returns two whole numbers: all parameters (biases included), and the multiply-adds for one picture.
#
# <details><summary>Hint</summary>Two steps, two terms. Which of the steps knows about the filters, and which about the size of the kernel? How many biases are there?</details>
# <details><summary>Deeper hint</summary>The strides belong to the depthwise step, so the pointwise step already works on the smaller map: both steps are done once for each place that comes out.</details>

# %% solution="separable_costs"
separable_costs = ...
### BEGIN SOLUTION


def separable_costs(height, width, channels, filters, size=3, strides=1):
    """Return parameters and multiply-adds of a separable convolution."""
    kernels = size * size * channels + channels * filters
    places = math.ceil(height / strides) * math.ceil(width / strides)
    return kernels + filters, places * kernels


### END SOLUTION

# %% grade="separable_costs"
where = "Exercise separable_costs: "
assert separable_costs is not ..., where + "replace the dots by a function."
assert callable(separable_costs), where + "this is not a function."
tried = separable_costs(12, 12, 16, 32)
message = f"return two numbers, with a comma between, not {tried}."
assert np.shape(tried) == (2,), where + message
message = "SeparableConv2D(32, 3) on 16 channels has 688 parameters, "
assert tried[0] == 688, where + message + f"you say {tried[0]}."
print("The visible check of separable_costs passed.")

# %% [markdown]
# ## A 1×1 convolution in front
#
# A 1×1 convolution helps an *ordinary* 3×3 convolution too. Put it *in front*, with few filters: it *reduces the channels*, so the expensive 3×3 step has fewer to look at. Take maps of 16×16 and a 3×3 convolution with 64 filters, alone and behind such a reduction.
#
# **Predict before you run:** there is one layer more. In which of these four cases is the pair cheaper than the one layer?

# %%
for channels, reduced in ((64, 16), (64, 48), (64, 64), (3, 16)):
    alone = conv_costs(16, 16, channels, 64)
    first = conv_costs(16, 16, channels, reduced, size=1)
    second = conv_costs(16, 16, reduced, 64)
    parameters = first[0] + second[0]
    work = first[1] + second[1]
    print(f"{channels:2} channels, reduced to {reduced}: ", end="")
    print(f"{parameters / alone[0]:.2f} of the parameters, ", end="")
    print(f"{work / alone[1]:.2f} of the multiply-adds")

# %% [markdown]
# 64 channels reduced to 16: little more than a quarter of both prices. With 48 there is hardly a gain, and with 64 you pay for a layer and save nothing. The last line goes wrong on purpose: three channels are few already, and the "reduction" makes more of them, so the pair costs more than five times as much.
#
# What the reduction leaves out is gone: 16 numbers a place can't hold all that 64 did. Whether that matters, lesson 11 asks.
#
# ## A stack of six on 64×64
#
# Here is a network for small color pictures of 64×64 pixels: six convolutions in three pairs, the map halved between the pairs, and ten classes. We only count it; nothing is trained.

# %%
six = keras.Sequential([keras.Input(shape=(64, 64, 3))])
for filters in (32, 64, 128):
    if filters > 32:
        six.add(keras.layers.MaxPooling2D(pool_size=2))
    for _ in range(2):
        six.add(
            keras.layers.Conv2D(
                filters, kernel_size=3, padding="same", activation="relu"
            )
        )
six.add(keras.layers.GlobalAveragePooling2D())
six.add(keras.layers.Dense(10, activation="softmax"))

# %% [markdown]
# **Predict before you run:** which of the six layers has the most parameters, and which has the most multiply-adds?

# %%
print(" " * 24 + "parameters" + " " * 10 + "multiply-adds")
print("map   channels → filters  ordinary  separable    ordinary  separable")
totals = np.zeros(4, dtype=int)
for layer in six.layers:
    if not isinstance(layer, keras.layers.Conv2D):
        continue
    _, height, width, channels = layer.input.shape
    separable = keras.layers.SeparableConv2D(layer.filters, kernel_size=3)
    separable.build(layer.input.shape)
    counts = [layer.count_params(), separable.count_params()]
    # each weight but the biases is used once at each place
    work = [height * width * (count - layer.filters) for count in counts]
    totals += counts + work
    print(f"{height}×{width} {channels:8} → {layer.filters:3}  ", end="")
    print(f"{counts[0]:12,} {counts[1]:10,} {work[0]:11,} {work[1]:10,}")

# %%
print(f"parameters: {totals[0]:,} ordinary, {totals[1]:,} separable, ", end="")
print(f"{totals[0] / totals[1]:.1f} times as many")
print(
    f"multiply-adds: {totals[2]:,} ordinary, {totals[3]:,} separable, ", end=""
)
print(f"{totals[2] / totals[3]:.1f} times as many")

# %% [markdown]
# The last layer alone has half of all parameters. In multiply-adds, three layers share the first place: the second, the fourth and the sixth do exactly the same, since a quarter of the places and four times the kernel cancel out. With separable convolutions the six cost about an eighth of both. The first layer gains least: it has only three channels, so many networks leave it an ordinary one.
#
# ### Exercise `lean_six`
#
# Build `lean_six`, with the input, the widths, the places of the two `MaxPooling2D`, and the last two layers of `six` (the means of the maps, and the output layer). It is not compiled. But
#
# - all six convolutions are separable, as one layer or as a depthwise and a pointwise one, of 3×3 with `"same"` padding;
# - each has one `BatchNormalization` of its own and one ReLU behind it, in the order of your choice;
# - a bias that can't change any output is left out.
#
# <details><summary>Hint</summary>The loop of <code>six</code> stays. Its inner part becomes three layers.</details>
# <details><summary>Deeper hint</summary><code>SeparableConv2D</code> takes <code>use_bias</code> as <code>Conv2D</code> does. When you write the two steps, both have one.</details>

# %% solution="lean_six"
lean_six = ...
### BEGIN SOLUTION
lean_six = keras.Sequential([keras.Input((64, 64, 3))])
for pair, filters in enumerate((32, 64, 128)):
    if pair > 0:
        lean_six.add(keras.layers.MaxPooling2D())
    for _ in range(2):
        lean_six.add(
            keras.layers.SeparableConv2D(
                filters, 3, padding="same", use_bias=False
            )
        )
        lean_six.add(keras.layers.BatchNormalization())
        lean_six.add(keras.layers.ReLU())
lean_six.add(keras.layers.GlobalAveragePooling2D())
lean_six.add(keras.layers.Dense(10, activation="softmax"))
### END SOLUTION

# %% grade="lean_six"
where = "Exercise lean_six: "
assert lean_six is not ..., where + "build the model in place of the dots."
assert isinstance(lean_six, keras.Model), where + "this is no Keras model."
shape = tuple(lean_six(np.zeros((2, 64, 64, 3), "float32")).shape)
message = f"two pictures go in, so (2, 10) should come out, not {shape}."
assert shape == (2, 10), where + message
message = f"{lean_six.count_params():,} parameters are too many for "
message += "six separable convolutions."
assert lean_six.count_params() < 72_000, where + message
print("The visible check of lean_six passed.")

# %% [markdown]
# ## Accuracy for the same parameters
#
# Textbooks say that separable convolutions cost hardly any accuracy. Is it so here? We compare three networks of eight convolutions for the patches, all with BatchNorm: ordinary with 16 filters, separable with 16 filters, and a narrow one, ordinary with 7 filters, which has as many parameters as the separable one. That last one is the fair comparison. BatchNorm's momentum is 0.9, and the learning rate falls to 0 over the training, so that the moving statistics settle.


# %%
def patch_network(convolution, filters):
    """Return eight convolutions of a class, with BatchNorm."""
    model = keras.Sequential([keras.Input(shape=(16, 16, 3))])
    for n in range(8):
        strides = 2 if n in (0, 4) else 1
        layer = convolution(
            filters, 3, strides=strides, padding="same", use_bias=False
        )
        model.add(layer)
        model.add(keras.layers.BatchNormalization(momentum=0.9))
        model.add(keras.layers.ReLU())
    model.add(keras.layers.GlobalAveragePooling2D())
    model.add(keras.layers.Dense(8, activation="softmax"))
    return model


# %% [markdown]
# Each is trained for 8 epochs of 25 steps, with two seeds. `CosineDecay` is a learning-rate schedule that belongs to the optimizer: after each step the rate is a little smaller, first slowly, then faster, then slowly again, as half a cosine wave falls; here from 0.2 to 0 in 8 × 25 steps.


# %%
def score(convolution, filters, seed):
    """Train such a network, and return it with its validation accuracy."""
    keras.utils.set_random_seed(seed)
    model = patch_network(convolution, filters)
    falling = keras.optimizers.schedules.CosineDecay(0.2, decay_steps=8 * 25)
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate=falling),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    model.fit(x_train, y_train, epochs=8, batch_size=48, verbose=0)
    scores = model.evaluate(x_valid, y_valid, verbose=0, return_dict=True)
    return model, scores["accuracy"]


# %% [markdown]
# **Predict before you run:** in which order will they finish?

# %% tags=["demonstration", "tolerance-0.08"]
rivals = {
    "ordinary, 16": (keras.layers.Conv2D, 16),
    "separable, 16": (keras.layers.SeparableConv2D, 16),
    "ordinary, 7": (keras.layers.Conv2D, 7),
}
sizes, accuracies = {}, {}
for name, (convolution, filters) in rivals.items():
    accuracies[name] = []
    for seed in (1, 2):
        rival, accuracy = score(convolution, filters, seed)
        accuracies[name].append(accuracy)
    sizes[name] = rival.count_params()
    print(f"{name}: accuracy {np.mean(accuracies[name]):.2f}")

# %% tags=["demonstration"]
for name, marker in zip(rivals, "osD", strict=True):
    label = f"{name} filters: {sizes[name]:,} parameters"
    plt.plot([sizes[name]] * 2, accuracies[name], marker, label=label)
plt.xlabel("parameters")
plt.ylabel("validation accuracy")
plt.xlim(0, 18500)
plt.legend(loc="lower right")
plt.show()

# %% [markdown]
# *Picture:* validation accuracy against the number of parameters, two marks a network. At the left, near 3,500 parameters, two diamonds (narrow) lie near 0.6, and two squares (separable) well above them. At the right, near 17,000, two circles (ordinary) lie at about 0.8.
#
# The three accuracies are 0.80 for the ordinary network, 0.78 for the separable one and 0.61 for the narrow one, give or take 0.04. Two things to read. For the *same* parameters the separable network is clearly better than the narrow one: it keeps 16 channels where the other can afford 7. The ordinary network, with five times the parameters, comes out a little above the separable one, but two seeds of one network differ by more. With three seeds and 12 epochs we measured 0.86, 0.80 and 0.64: there the distance is clear. "Hardly any accuracy" is measured on layers of hundreds of channels, which have weights to spare. Ours have 16.
#
# So take the claim in this form: *with few parameters, use separable convolutions*, and measure what it costs you.
#
# Another claim, that separable means faster, you should check on your own machine. Multiply-adds are not seconds. The depthwise step does little work on many numbers, so it waits for memory most of the time; on many processors an eighth of the multiply-adds saves much less than seven eighths of the time.
#
# ## What you have done
#
# In this lesson you have
#
# - measured how the inputs of a layer drift, over time and over depth, and made it stop;
# - normalized each channel by hand and in a layer of your own, with two trained parameters and two moving ones;
# - told batch statistics from moving statistics, and settled the ones that lagged behind;
# - seen what a forgotten `training`, a tiny batch and frozen statistics do;
# - put BatchNorm before or after the activation, without needless biases;
# - counted separable convolutions against ordinary ones, and what a 1×1 convolution in front saves;
# - built a stack of six separable convolutions, and measured what they cost in accuracy.
#
# Lesson 11 goes deeper: skip connections past layers, and a small Xception made of both lessons' blocks.
#
# ## Going further
#
# - Does `LayerNormalization` or `GroupNormalization` in place of BatchNorm learn as well, with batches of 48 and with batches of 4? Y. Wu and K. He, [*Group normalization*](https://arxiv.org/abs/1803.08494), ECCV 2018.
# - Can a deep network learn without any normalization, by its initial weights alone? Replace the initializer of `plain_network` by `he_normal`. H. Zhang, Y. Dauphin and T. Ma, [*Fixup initialization*](https://arxiv.org/abs/1901.09321), ICLR 2019.
# - Is the drift the reason? Add noise behind each BatchNorm and train again. S. Santurkar and others, [*How does batch normalization help optimization?*](https://arxiv.org/abs/1805.11604), NeurIPS 2018.
#
# **Where this comes from.** BatchNorm: S. Ioffe and C. Szegedy, *Batch normalization: accelerating deep network training by reducing internal covariate shift*, ICML 2015. Separable convolutions: L. Sifre, *Rigid-motion scattering for image classification*, thesis, 2014; F. Chollet, *Xception*, CVPR 2017; A. Howard and others, *MobileNets*, 2017. A stack of six separable convolutions on 64×64 pictures stands in F. Chollet, *Deep Learning with Python*, 2017. Documentation: [BatchNormalization](https://keras.io/api/layers/normalization_layers/batch_normalization/), [SeparableConv2D](https://keras.io/api/layers/convolution_layers/separable_convolution2d/).

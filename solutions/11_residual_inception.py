# %% [markdown]
# # 11 · Residual and inception blocks: ways around, ways side by side
#
# A network learns more with more layers, until it doesn't: somewhere on the long way back the gradient gets lost. Two ideas made depth work. A **residual** block adds a way *around* its layers. An **inception** block puts several ways *side by side*. Both are wirings of layers that you know, and both
# stand or fall with one question: do the shapes fit where the ways meet?
#
# **You will be able to**
#
# - *wire* a residual block, with a projection where the shape changes and strides that fit for every size;
# - *measure* how a gradient fades on its way back, and what a skip changes about that;
# - *free* a network from a neck that is too narrow;
# - *count* what a 1×1 convolution saves;
# - *build* an inception block of four branches, and a small Xception, and say what it is worth.
#
# **You need first:** lesson 03 (the functional API) and lesson 10 (BatchNormalization, separable convolution).
#
# **Time:** 90 minutes.

# %%
import coursework

DATA = coursework.setup(seed=3)

import math
import tempfile

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf


def draw(model):
    """Show a model as a picture of its graph, with names and the shape of every tensor."""
    with tempfile.TemporaryDirectory() as folder:
        picture = f"{folder}/model.png"
        return keras.utils.plot_model(model, to_file=picture, show_shapes=True, show_layer_names=True, dpi=60)


# %% [markdown]
# ## Patches of eight photographs
#
# Pieces of 32×32 pixels, in colour. From which of eight photographs was each one cut? We keep three sizes: the whole pieces; small ones of 8×8, for networks that are deep; and 48 mean colours a piece (4×4 places, three colours), for networks of `Dense` layers. The function `trained` trains such a network and gives its accuracy.

# %%
with np.load(DATA / "patches" / "patches.npz") as arrays:
    pieces, photographs = arrays["images"].astype("float32") / 255, arrays["labels"].astype("int32")
small = pieces.reshape(-1, 8, 4, 8, 4, 3).mean(axis=(2, 4))
colours = pieces.reshape(-1, 4, 8, 4, 8, 3).mean(axis=(2, 4)).reshape(-1, 48)
train, valid = np.split(np.random.default_rng(11).permutation(len(pieces)), [900])
train_y, valid_y = photographs[train], photographs[valid]
print(pieces.shape, small.shape, colours.shape, "rows:", len(train), len(valid))
print("baseline, always the commonest photograph:", round(np.bincount(valid_y).max() / len(valid_y), 1))


def trained(model, epochs):
    """Train a model on the mean colours, and return its validation accuracy."""
    adam = keras.optimizers.Adam(0.01)
    model.compile(adam, "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(colours[train], train_y, epochs=epochs, batch_size=50, verbose=0)
    return model.evaluate(colours[valid], valid_y, batch_size=647, verbose=0, return_dict=True)["accuracy"]


# %% [markdown]
# ## A way around
#
# A layer replaces what it gets: $y = f(x)$. A **residual block** keeps it, and adds something: $y = x + f(x)$. The way on which $x$ goes past the layers is the **skip**. So the layers need not learn what the answer *is*, only what is still *missing*, the residual. In numbers: if 5 is wanted where $x$ is 4.8, then $f$ has to say 0.2, and not 5.
#
# **Predict before you run:** here the convolution's kernel is all zeros. What does the block give for the maps that go in?

# %%
maps = keras.Input((16, 16, 8))
path = keras.layers.Conv2D(8, 3, padding="same", activation="relu", kernel_initializer="zeros")(maps)
block = keras.Model(maps, maps + path)
some = np.random.default_rng(1).normal(size=(4, 16, 16, 8)).astype("float32")
print("the same maps come out:", np.allclose(block(some), some))
draw(block)

# %% [markdown]
# *Picture:* an input of 16×16×8 with two arrows down. One goes through a Conv2D, the other straight to a box called Add, which takes two tensors of 16×16×8 and gives one.
#
# A block that knows nothing does no harm: it lets $x$ through. `+` between symbolic tensors makes the box `Add`; `keras.layers.Add()([maps, path])` and `keras.ops.add` say the same.
#
# A popular slip: the name `x` is used for everything, and by the time of the sum it no longer means what came in. Nothing raises. **Predict before you run:** what comes out of this one, with the same zeros?


# %%
def slip(x):
    """Return the sum of two equal things: the name x has moved on."""
    x = keras.layers.Conv2D(8, 3, padding="same", activation="relu", kernel_initializer="zeros")(x)
    return x + x


slipped = keras.Model(maps, slip(maps))
print("all zeros:", not np.any(slipped(some)), "| parameters:", slipped.count_params(), block.count_params())

# %% [markdown]
# Zeros, with the same parameters and shapes. It is a skip that skips nothing: the path was added to itself. So keep what comes in under a name of its own until the sum.
#
# ### Your turn: `identity_block`
#
# Write the function `identity_block(x)`. It takes a symbolic tensor of maps, sends it through **two** 3×3 convolutions with an activation between them, and returns the sum of that and of `x` itself. The sum needs as many maps as `x` has, whatever number that is, and whatever the height and width.
#
# BatchNormalization, and an activation at the end, are up to you.
#
# <details><summary>Hint</summary>Two tensors can be added when their shapes agree. Which padding keeps height and width? Where does a symbolic tensor say how many maps it has?</details>
# <details><summary>Deeper hint</summary><code>x.shape</code> is something like <code>(None, 16, 16, 8)</code>, and its last entry is the number of maps. Name the convolutions' tensor <code>path</code>, so that <code>x</code> stays what it is.</details>

# %% solution="identity_block"
identity_block = ...
### BEGIN SOLUTION


def identity_block(x):
    """Return x plus what two convolutions make of it."""
    channels = x.shape[-1]
    path = keras.layers.Conv2D(channels, 3, padding="same", activation="relu")(x)
    path = keras.layers.Conv2D(channels, 3, padding="same")(path)
    return x + path


### END SOLUTION

# %% grade="identity_block"
assert identity_block is not ..., "Exercise identity_block: replace the dots by a function."
assert callable(identity_block), "Exercise identity_block: identity_block is not a function."
probe = keras.Input((16, 16, 8))
assert getattr(identity_block(probe), "shape", None) == probe.shape, (
    "Exercise identity_block: what comes out should have the shape of what went in."
)

# %% [markdown]
# ## When the shape changes
#
# A network's maps grow in number and shrink in size. Then $x$ and $f(x)$ don't fit. **Predict before you run:** here the path gives twice as many maps, half as high and wide. Which numbers disagree, and will Keras mend it?

# %% tags=["raises-exception"]
grown = keras.layers.Conv2D(16, 3, strides=2, padding="same")(maps)
maps + grown

# %% [markdown]
# It can't. Read the two shapes in the error, number by number: the heights and widths differ, 16 and 8, and the maps differ, 8 and 16. (The error names the first that it came upon.) The way out is a **projection** on the skip: a 1×1 convolution with as many filters as the path has, **and the same strides**. It has no activation: it only fits shapes together.
#
# Here is what makes this hard: wrong skips can fit *by luck*. We try five skips beside a path of strides 2, for maps of different height. **Predict before you run:** which of them fit everywhere? And the last line: a path that ends in 1×1 places meets a skip of 2×2. Is that an error?

# %%
layers = keras.layers  # a short name for what we write often
skips = {
    "1×1, strides 2": lambda: [layers.Conv2D(16, 1, strides=2)],
    "1×1, strides 1": lambda: [layers.Conv2D(16, 1)],
    "pooling 2, valid, then 1×1": lambda: [layers.MaxPooling2D(2), layers.Conv2D(16, 1)],
    "pooling 2, same, then 1×1": lambda: [layers.MaxPooling2D(2, padding="same"), layers.Conv2D(16, 1)],
    "3×3, strides 2, valid": lambda: [layers.Conv2D(16, 3, strides=2)],
}
heights = [30, 31, 32, 33]
print(f"{'height of x':28}", *heights)
print(f"{'path: 3×3, strides 2, same':28}", *(-(-height // 2) for height in heights))
for name, made in skips.items():
    ends = [keras.Sequential(made()).compute_output_shape((None, height, height, 8)) for height in heights]
    print(f"{name:28}", *(end[1] for end in ends))
tiny = keras.Input((2, 2, 8))
print("1×1 and 2×2 places:", (layers.Conv2D(8, 3, strides=2, padding="same")(tiny) + tiny).shape)

# %% [markdown]
# The 1×1 with strides 2, and the pooling with `same`, agree with the path in every column: they round odd numbers **up**, as the path does. The pooling with `valid` rounds down: it fits for 30 and 32, and fails the day that somebody feeds 31. The 3×3 with `valid` is one short everywhere, and the projection without strides twice too high.
#
# But 1×1 and 2×2 are added without a word: the one place is spread over all four (*broadcasting*). A size of 1 fits everything, and hides the slip. So don't wait for an error: give path and skip the same strides.
#
# ### Your turn: `residual_block`
#
# Write the function `residual_block(x, filters, strides=1)`. The path: a 3×3 convolution with so many filters and these strides, an activation, and a second 3×3 convolution with so many filters. The way around: `x` itself when the shape stays; **otherwise** a 1×1 projection without activation. It returns the sum, of `filters` maps.
#
# It must work for every height and width, and every stride: 31 with strides 2, 11 with strides 3.
#
# <details><summary>Hint</summary>When does the shape change? There are two reasons, and each of them alone is enough.</details>
# <details><summary>Deeper hint</summary>Set <code>around = x</code>. Under the condition <code>strides != 1 or x.shape[-1] != filters</code> it becomes the projection of <code>x</code>. Which of the path's settings does the projection need too?</details>

# %% solution="residual_block"
residual_block = ...
### BEGIN SOLUTION


def residual_block(x, filters, strides=1):
    """Return what two convolutions make of x, plus x, projected where the shape changes."""
    path = keras.layers.Conv2D(filters, 3, strides=strides, padding="same", activation="relu")(x)
    path = keras.layers.Conv2D(filters, 3, padding="same")(path)
    around = x
    if strides != 1 or x.shape[-1] != filters:
        around = keras.layers.Conv2D(filters, 1, strides=strides)(x)
    return around + path


### END SOLUTION

# %% grade="residual_block"
assert residual_block is not ..., "Exercise residual_block: replace the dots by a function."
assert callable(residual_block), "Exercise residual_block: residual_block is not a function."
probe = residual_block(keras.Input((16, 16, 8)), 12, 2)
assert getattr(probe, "shape", None) == (None, 8, 8, 12), (
    "Exercise residual_block: maps of 16×16×8, with 12 filters and strides 2, should become 8×8×12."
)

# %% [markdown]
# ## How a gradient fades
#
# Why go around at all? Look at the way **back**. In training, each layer is told by the gradient in which direction to change. The gradient starts at the loss and comes back layer by layer, and each layer multiplies it by something. If that is 0.2, then after 20 layers 0.2²⁰ is left, about 10⁻¹⁴: the first layers hear nothing.
# With a skip, $y = x + f(x)$, the factor is $1 + f'(x)$: the 1 brings the gradient back whole.
#
# That is the theory. We measure it. `tf.GradientTape` writes down what TensorFlow computes, and then goes back along its notes. For $y = w^2$ at $w = 3$ this gives the slope $2w = 6$:
#
# ```python
# w = tf.Variable(3.0)
# with tf.GradientTape() as tape:
#     y = w**2
# tape.gradient(y, w)
# ```
#
# Now a stack of 20 convolutions that hands out what each of them gives, and a function that measures two things for each: how long the gradient is when it **arrives** at what the convolution hands on (behind the activation, and with a skip behind the sum), and how long it is at the convolution's **kernel**, which is what training uses. (The length, or *norm*, of a gradient is the root of the sum of its squares.)


# %%
def stack(activation, skips=False, normalised=False, depth=20):
    """Return a model of equal convolutions that gives all that comes between, and its answer."""
    pictures = keras.Input((8, 8, 3))
    x = layers.Conv2D(8, 3, padding="same", activation=activation)(pictures)
    between = []
    for number in range(depth):
        path = layers.Conv2D(8, 3, padding="same", name=f"deep_{number}")(x)
        path = layers.BatchNormalization()(path) if normalised else path
        path = layers.Activation(activation)(path)
        x = x + path if skips else path
        between.append(x)
    said = layers.Dense(8, activation="softmax")(layers.GlobalAveragePooling2D()(x))
    return keras.Model(pictures, [*between, said])


def gradient_norms(model):
    """Return the norms of the gradient behind each convolution, and at each one's kernel."""
    kernels = [layer.kernel for layer in model.layers if layer.name.startswith("deep_")]
    with tf.GradientTape() as tape:
        *between, said = model(small[train[:64]], training=True)
        loss = keras.losses.SparseCategoricalCrossentropy()(train_y[:64], said)
    gradients = tape.gradient(loss, [between, kernels])
    return [np.array([float(tf.norm(gradient)) for gradient in part]) for part in gradients]


# %% [markdown]
# We measure before any training, on 64 patches: with the sigmoid of the old days and with ReLU; plain, with skips, and with skips and BatchNormalization. **Predict before you run:** in which of the six does the gradient fade?

# %% tags=["demonstration"]
wirings = {
    "plain": {},
    "skips": {"skips": True},
    "skips and BatchNorm": {"skips": True, "normalised": True},
}
arriving, at_kernels = {}, {}
for activation in ("sigmoid", "relu"):
    for name, wiring in wirings.items():
        keras.utils.set_random_seed(0)
        arriving[activation, name], at_kernels[activation, name] = gradient_norms(stack(activation, **wiring))


def told(norms):
    """Say what becomes of a gradient from the last norm back to the first."""
    ratio = norms[0] / norms[-1]
    return "fades" if ratio < 0.01 else "grows" if ratio > 20 else "stays about as it is"


for (activation, name), norms in arriving.items():
    print(f"{activation:8} {name:20}", told(norms))

# %% [markdown]
# Only without skips does it fade. Here is the whole way, layer by layer: on the left what arrives, on the right what the kernels get. **Predict before you run:** a kernel's gradient is made of the gradient that arrives. So will the two sides look alike?

# %% tags=["demonstration"]
figure, axes = plt.subplots(2, 2, figsize=(10, 6), sharex=True)
for row, activation in zip(axes, ("sigmoid", "relu"), strict=True):
    for axis, norms, place in zip(row, (arriving, at_kernels), ("arriving", "at kernels"), strict=True):
        for name, marker in zip(wirings, "os^", strict=True):
            axis.semilogy(range(1, 21), norms[activation, name], marker=marker, markersize=4, label=name)
        axis.set_title(f"{activation}: gradient {place}")
    row[0].set_ylabel("norm")
for axis in axes[1]:
    axis.set_xlabel("convolution, 1 is the first")
axes[0, 0].legend()
plt.show()
for (activation, name), norms in at_kernels.items():
    print(f"at kernels: {activation:8} {name:20}", told(norms))

# %% [markdown]
# *Picture:* four panels of gradient norms on a logarithmic scale, by the number of the convolution. Sigmoid, arriving: the plain stack (circles) falls in a straight line from the last convolution to the first, over about 13 powers of ten; the two with skips (squares, triangles) stay level. Sigmoid, at kernels: much the same. ReLU, arriving: the plain stack falls by about 4 powers of ten towards the first, the one with skips *rises* by more than 2, the one with skips and BatchNorm by about 1. ReLU, at kernels: the plain stack is level, and so is the one with skips, seven powers of ten above it;
# the one with skips and BatchNorm lies between and rises gently towards the first.
#
# Read it against the theory.
#
# - **Plain, sigmoid:** the textbook's picture. Each layer leaves about a fifth, and the first kernel gets a gradient some 13 powers of ten shorter than the last. It will not move.
# - **Plain, ReLU:** it fades too, each layer takes about a third away. But look at the kernels: there the norms are **level**. The textbook's claim, "the first layers get less", does not show here. Why not? A kernel's gradient is the gradient that arrives *times what came in from below*. On the way up what comes in fades just as the gradient does on the way down: the first layers have a long input and a short
#   gradient, the last a short input and a long gradient. All kernels get equally little.
# - **Skips alone:** nothing fades. With ReLU, though, something is added in every block and nothing ever taken away, so the gradient **grows** instead. That is why residual networks come with BatchNormalization.
# - **Skips and BatchNorm:** with ReLU, the mildest of the three on the way back.
#
# Does it matter for learning? Two stacks of nine sigmoid layers, `Dense` this time, since those are quick to train:

# %% tags=["demonstration"]
scores = {}
for name, skip in [("plain", False), ("skips", True)]:
    keras.utils.set_random_seed(0)
    entry = keras.Input((48,))
    x = layers.Dense(16, activation="sigmoid")(entry)
    for _ in range(8):
        path = layers.Dense(16, activation="sigmoid")(x)
        x = x + path if skip else path
    model = keras.Model(entry, layers.Dense(8, activation="softmax")(x))
    scores[name] = trained(model, epochs=6)
print("plain, accuracy below 0.2:", scores["plain"] < 0.2, "| skips, above 0.35:", scores["skips"] > 0.35)

# %% [markdown]
# The plain stack has learned nothing at all: it says the same for every patch. With skips the same layers learn.
#
# ### Your turn: `fade_rate`
#
# Two functions about a list of norms, the first layer's first.
#
# 1. `fade_rate(norms)` gives the **factor of one step**: by how much, in the mean, the gradient is multiplied when it goes back one layer. So many equal factors, one after the other, lead from the last norm to the first. For the norms 0.5, 3, 8 it is 0.25, since 8 × 0.25 × 0.25 = 0.5.
# 2. `reach(rate, least)` gives how many layers the gradient comes back before less than the share `least` of it is left: the largest whole number $n$ for which $\text{rate}^n$ is at least `least`. With 0.6 and 0.2 it is 3: 0.6³ = 0.216, and 0.6⁴ is too little. A gradient that never fades reaches `math.inf` layers.
#
# <details><summary>Hint</summary>Between three norms there are two steps. Which mean belongs to numbers that are multiplied? And which rates never fade?</details>
# <details><summary>Deeper hint</summary>The n-th root of a number is <code>number ** (1 / n)</code>. For <code>reach</code>, count up while the next power is still large enough, or solve by logarithms and round the right way; deal with the rates that never fade first.</details>


# %% solution="fade_rate"
def fade_rate(norms):
    """Return the mean factor of one layer on the way from the last norm back to the first."""
    ### BEGIN SOLUTION
    return (norms[0] / norms[-1]) ** (1 / (len(norms) - 1))
    ### END SOLUTION


def reach(rate, least):
    """Return how many layers the gradient comes back with at least this share of it left."""
    ### BEGIN SOLUTION
    if rate >= 1:
        return math.inf
    return math.floor(math.log(least) / math.log(rate))
    ### END SOLUTION


# %% grade="fade_rate"
assert fade_rate([0.5, 3.0, 8.0]) is not None, (
    "Exercise fade_rate: the function fade_rate returns nothing yet."
)
assert math.isclose(fade_rate([0.5, 3.0, 8.0]), 0.25), "Exercise fade_rate: 0.5, 3, 8 should give 0.25."
assert reach(0.6, 0.2) is not None, "Exercise fade_rate: the function reach returns nothing yet."
assert reach(0.6, 0.2) == 3, "Exercise fade_rate: a rate of 0.6 should reach 3 layers with a fifth left."

# %% [markdown]
# ## The narrow neck
#
# Skips have a second use. In a plain stack, a layer sees what the one before it says, and nothing else. If one layer is narrow, all that comes behind it has to live on what fits through. That is a **representational bottleneck**. `bottled` has a layer of two units in its middle. We ask two things. How many numbers that say something of their own does a patch have, before the neck and in it? That is what the *rank* counts: numbers that can't be computed as a weighted sum of the others. And what does the neck cost? For that we train it, and beside it the same network with a neck of 32, which is no neck.

# %% tags=["demonstration"]
keras.utils.set_random_seed(1)
entry = keras.Input((48,), name="colours")
hidden = layers.Dense(32, activation="relu", name="hidden")(entry)
neck = layers.Dense(2, activation="relu", name="neck")(hidden)
wide = layers.Dense(32, activation="relu", name="wide")(neck)
bottled = keras.Model(entry, layers.Dense(8, activation="softmax", name="photograph")(wide))
before = keras.Model(entry, [hidden, neck])
ranks = [np.linalg.matrix_rank(values) for values in before.predict(colours[valid], verbose=0)]
print("rank before the neck above 10:", ranks[0] > 10, "| in the neck 2 at most:", ranks[1] <= 2)

free_neck = keras.Sequential(
    [
        keras.Input((48,)),
        layers.Dense(32, activation="relu"),
        layers.Dense(32, activation="relu"),
        layers.Dense(32, activation="relu"),
        layers.Dense(8, activation="softmax"),
    ]
)
cost_of_neck = trained(free_neck, epochs=12) - trained(bottled, epochs=12)
print("the neck costs more than 0.02 of accuracy:", cost_of_neck > 0.02)

# %% [markdown]
# Before the neck more than ten numbers say something of their own; in it two at most, and the layer of 32 behind it computes all its numbers from these. It shows in the accuracy. Here is what fits through the neck, now that it is trained:

# %% tags=["demonstration"]
_, two = before.predict(colours[valid], verbose=0)
names = ["astronaut", "cat", "temple", "cup", "flower", "stars", "retina", "rocket"]
figure, axis = plt.subplots(figsize=(6, 4))
for photograph, marker in enumerate("os^Dv*xP"):
    rows = valid_y == photograph
    axis.scatter(two[rows, 0], two[rows, 1], s=16, marker=marker, label=names[photograph])
axis.set(xlabel="first number in the neck", ylabel="second number in the neck")
axis.legend(bbox_to_anchor=(1, 1))
plt.show()

# %% [markdown]
# *Picture:* every validation patch as a point with the two numbers of the neck as coordinates; the eight photographs have eight markers. Most points lie on the two axes, where one of the two numbers is 0; there the markers of several photographs lie on each other.
#
# All that the rest of the network will ever know of a patch is its place in this picture. Where markers lie on each other, no layer behind can tell them apart.
#
# ### Your turn: `around_the_neck`
#
# Build `freed`: the network of `bottled`, with the same layers (32, the neck of 2, 32, then the ending of 8), and a **way around the neck**. A tensor from before the neck is added to the tensor behind it (or put beside it), before the last layer. The way around must be at least 32 wide everywhere. No training.
#
# <details><summary>Hint</summary>Where do two tensors of equal shape stand, one before the neck, one behind it?</details>
# <details><summary>Deeper hint</summary>Make the layers anew, with a name for every tensor. The last layer is called on a sum: which of your tensors has 32 numbers and has not been through the neck?</details>

# %% solution="around_the_neck"
freed = ...
### BEGIN SOLUTION
patch = keras.Input((48,))
first = keras.layers.Dense(32, activation="relu")(patch)
narrow = keras.layers.Dense(2, activation="relu")(first)
second = keras.layers.Dense(32, activation="relu")(narrow)
freed = keras.Model(patch, keras.layers.Dense(8, activation="softmax")(first + second))
### END SOLUTION

# %% grade="around_the_neck"
assert freed is not ..., "Exercise around_the_neck: replace the dots by a model."
assert isinstance(freed, keras.Model), "Exercise around_the_neck: freed is not a Keras model."
assert freed(colours[:5]).shape == (5, 8), (
    "Exercise around_the_neck: five patches went in, so five rows of eight should come out."
)

# %% [markdown]
# ## Counting the squeeze
#
# A neck isn't always bad: a mild one is cheap. That is what the **1×1 convolution** is for. Its window is a single place, so it can't see shapes. It mixes the *maps* of each place, the same way everywhere: a `Dense` layer that goes over the picture. **Predict before you run:** do the two agree?

# %%
mix, dense = layers.Conv2D(5, 1), layers.Dense(5)
mixed = mix(some)
dense.build((None, 8))
dense.set_weights([mix.get_weights()[0].reshape(8, 5), mix.get_weights()[1]])
print(mixed.shape, "the same:", np.allclose(mixed, dense(some), atol=1e-5))


# %% [markdown]
# To the number. What does a convolution cost? Its **parameters**: the kernel has a number for each place of the window, each map that comes in and each filter; and each filter has a bias. Its **multiply-adds**: at each place of the map that comes out, every number of the kernel is multiplied once and added. For maps of 28×28, 256 of them, and a 3×3 convolution with 256 filters:


# %%
def cost(height, width, channels, filters, window):
    """Return parameters and multiply-adds of a convolution with `same` padding and strides 1."""
    kernel = window * window * channels * filters
    return kernel + filters, height * width * kernel


parameters, multiply_adds = cost(28, 28, 256, 256, window=3)
wide_layer = layers.Conv2D(256, 3, padding="same")
wide_layer.build((None, 28, 28, 256))
print("parameters as Keras counts them:", parameters == wide_layer.count_params(), f"({parameters:,})")
print(f"multiply-adds: {multiply_adds:,}")

# %% [markdown]
# 9 × 256 × 256 + 256 = 590,080 parameters, and 462 million multiply-adds for one picture. Now put a 1×1 convolution **before** it, which squeezes the 256 maps into 64. **Predict before you run:** there is one layer more. How large is the pair, against the one?

# %%
pair = keras.Sequential(
    [keras.Input((28, 28, 256)), layers.Conv2D(64, 1), layers.Conv2D(256, 3, padding="same")]
)
print(f"parameters: {pair.count_params():,}, a share of {pair.count_params() / parameters:.2f}")

# %% [markdown]
# Little more than a quarter. 256 × 64 + 64 = 16,448 for the squeeze; then 9 × 64 × 256 + 256 = 147,712, since the wide window works on 64 maps now. What is lost is the rank, as above: 64 mixed maps in the place of 256.
#
# ### Your turn: `count_squeeze`
#
# 1. `squeezed(height, width, channels, squeeze, filters)` gives the pair (parameters, multiply-adds) of a 1×1 convolution with `squeeze` filters and the 3×3 one with `filters` filters behind it, **together**; `same` padding, strides 1, biases in both. Biases count as parameters, and not as multiply-adds.
# 2. `widest(channels, filters, share)` gives the **largest** `squeeze`, a whole number, for which the pair needs at most this share of the multiply-adds of a 3×3 convolution without the squeeze.
#
# <details><summary>Hint</summary>Each layer costs what <code>cost</code> says; ask what goes into each. For the second part: does the size of the map matter?</details>
# <details><summary>Deeper hint</summary>At one place, the pair needs <code>squeeze * (channels + 9 * filters)</code> multiply-adds, and the single layer <code>9 * channels * filters</code>. Solve for the squeeze, and round the right way.</details>


# %% solution="count_squeeze"
def squeezed(height, width, channels, squeeze, filters):
    """Return parameters and multiply-adds of a 1×1 convolution and the 3×3 one behind it."""
    ### BEGIN SOLUTION
    first = cost(height, width, channels, squeeze, 1)
    second = cost(height, width, squeeze, filters, 3)
    return first[0] + second[0], first[1] + second[1]
    ### END SOLUTION


def widest(channels, filters, share):
    """Return the largest squeeze that needs at most this share of the multiply-adds."""
    ### BEGIN SOLUTION
    return int(share * 9 * channels * filters / (channels + 9 * filters))
    ### END SOLUTION


# %% grade="count_squeeze"
counted = squeezed(28, 28, 256, 64, 256)
assert counted is not None, "Exercise count_squeeze: the function squeezed returns nothing yet."
assert len(counted) == 2, "Exercise count_squeeze: squeezed gives a pair."
assert counted[0] == pair.count_params(), (
    "Exercise count_squeeze: the pair of the lesson has 164,160 parameters."
)
assert widest(10, 10, 1.0) is not None, "Exercise count_squeeze: the function widest returns nothing yet."
assert widest(10, 10, 1.0) == 9, (
    "Exercise count_squeeze: with 10 channels and 10 filters, a squeeze of 9 is the largest that costs no more."
)

# %% [markdown]
# ## Four windows at once
#
# Which window is right, 1×1, 3×3 or 5×5? An **inception block** doesn't choose. It sends the same $x$ through four **branches** and puts what they give side by side: one 1×1 convolution; a 1×1, then a 3×3; a 1×1, then two 3×3 in a row, which together see 5×5; and a pooling of 3×3, then a 1×1. The 1×1 ones before the wide windows are the squeeze that you have counted.
#
# `Concatenate` puts maps side by side. Below is a helper for one convolution with its activation, and a join. **Predict before you run:** three branches are built, two are joined. What does the model say about the third?


# %%
def conv(x, filters, size, strides=1):
    """Return what a convolution with ReLU and `same` padding makes of x."""
    return keras.layers.Conv2D(filters, size, strides=strides, padding="same", activation="relu")(x)


branches = [conv(maps, 4, 1), conv(maps, 4, 3), conv(maps, 4, 5)]
joined = keras.Model(maps, layers.Concatenate()(branches[:2]))
print("layers:", len(joined.layers), "| maps:", joined.output.shape[-1])

# %% [markdown]
# Nothing: an input, two convolutions, a join. The third branch has no way to the output, and `keras.Model` leaves it out without a word. The number of maps gives it away: 8, where three times 4 were meant.
#
# The numbers of maps may differ in a join. Height and width may **not**. **Predict before you run:** which sizes meet here?

# %% tags=["raises-exception"]
pooled = layers.MaxPooling2D(3, strides=1)(maps)
layers.Concatenate()([conv(maps, 4, 1), pooled])

# %% [markdown]
# A pooling of 3×3 without `padding="same"` loses a place on each side: 14 against 16. (Without `strides=1` it would stride by 3, its window: poolings have strides of their own.) The error lists both shapes; all but the last number must agree.
#
# ### Your turn: `inception_block`
#
# Write the function `inception_block(x, filters, strides=1)`: the four branches above, side by side in any order, each with `filters` filters in every convolution and an activation behind each. So `4 * filters` maps come out. With `strides`, **every** branch makes height and width smaller by that much, for every size of `x`; on which of its layers is up to you.
#
# <details><summary>Hint</summary>Draw the four branches on paper first, and write at each arrow how high and wide it is. Every branch starts at <code>x</code>.</details>
# <details><summary>Deeper hint</summary>With <code>conv</code> the 3×3 branch is <code>conv(conv(x, filters, 1), filters, 3, strides)</code>: the strides stand once in each branch. The pooling needs <code>strides</code> and <code>padding="same"</code>.</details>

# %% solution="inception_block"
inception_block = ...
### BEGIN SOLUTION


def inception_block(x, filters, strides=1):
    """Return what four branches with different windows make of x, side by side."""
    one = conv(x, filters, 1, strides)
    three = conv(conv(x, filters, 1), filters, 3, strides)
    five = conv(conv(conv(x, filters, 1), filters, 3), filters, 3, strides)
    pooled = keras.layers.MaxPooling2D(3, strides=strides, padding="same")(x)
    return keras.layers.Concatenate()([one, three, five, conv(pooled, filters, 1)])


### END SOLUTION

# %% grade="inception_block"
assert inception_block is not ..., "Exercise inception_block: replace the dots by a function."
assert callable(inception_block), "Exercise inception_block: inception_block is not a function."
probe = inception_block(keras.Input((16, 16, 8)), 6)
assert getattr(probe, "shape", None) == (None, 16, 16, 24), (
    "Exercise inception_block: maps of 16×16×8, with 6 filters, should become 16×16×24."
)

# %% [markdown]
# ## A small Xception
#
# *Xception* takes the thought to its end: as many branches as there are maps, which is a separable convolution (lesson 10), with BatchNormalization behind each and a residual sum around every two. Its unit, as in the paper: ReLU, separable convolution, BatchNormalization, twice; then a pooling that halves, and beside it a projection with the **same strides**.


# %%
def separable(x, filters):
    """Return what ReLU, a separable convolution and BatchNormalization make of x."""
    x = keras.layers.SeparableConv2D(filters, 3, padding="same", use_bias=False)(keras.layers.ReLU()(x))
    return keras.layers.BatchNormalization(momentum=0.9)(x)


def down(x, filters):
    """Return a residual unit of x with so many maps, half as high and wide."""
    path = separable(separable(x, filters), filters)
    path = keras.layers.MaxPooling2D(3, strides=2, padding="same")(path)
    around = keras.layers.Conv2D(filters, 1, strides=2, use_bias=False)(x)
    return path + keras.layers.BatchNormalization(momentum=0.9)(around)


# %% [markdown]
# What is it worth? A fair comparison takes the **same budget of parameters**. Against two such units stands a plain stack of ordinary convolutions: same depth, same halvings, fewer maps, so that the parameters come out the same. But three things are new at once: BatchNormalization, separable convolutions and skips. So two more networks stand between, and each kind has one thing more than the kind before.


# %%
def ordinary(x, filters, normalised=False):
    """Return what two ordinary convolutions make of x, half as high and wide."""
    for strides in (1, 2):
        x = layers.Conv2D(filters, 3, strides=strides, padding="same")(x)
        x = layers.BatchNormalization(momentum=0.9)(x) if normalised else x
        x = layers.ReLU()(x)
    return x


def straight(x, filters):
    """Return what the path of `down` makes of x, without the skip."""
    x = separable(separable(x, filters), filters)
    return layers.MaxPooling2D(3, strides=2, padding="same")(x)


kinds = {
    "plain": (ordinary, 9, 12),
    "+ BatchNorm": (lambda x, filters: ordinary(x, filters, normalised=True), 9, 12),
    "+ separable": (straight, 20, 36),
    "+ skips: Xception": (down, 16, 32),
}


# %% [markdown]
# The numbers are the maps of each unit. The skips' projections cost parameters too, so the last network has to do with fewer maps than the one before.


# %%
def network(kind):
    """Return an untrained network of one of the four kinds, all of the same budget."""
    unit, *widths = kinds[kind]
    pictures = keras.Input((32, 32, 3))
    x = layers.AveragePooling2D(2)(pictures)  # patches of 16×16 will do, and take a quarter of the time
    x = layers.Conv2D(8, 3, strides=2, padding="same")(x)
    x = layers.ReLU()(x if kind == "plain" else layers.BatchNormalization(momentum=0.9)(x))
    for filters in widths:
        x = unit(x, filters)
    x = layers.GlobalAveragePooling2D()(layers.ReLU()(x))
    return keras.Model(pictures, layers.Dense(8, activation="softmax")(x))


budgets = {kind: network(kind).count_params() for kind in kinds}
print(budgets, "within 10 %:", max(budgets.values()) < 1.1 * min(budgets.values()))

# %% [markdown]
# Four kinds, three seeds each: a single run of so small a set says little. 640 patches, six epochs. What Keras prepares in the first step of a training costs as much as the rest of it here, so each kind is compiled once. For every seed it starts afresh: new weights, and an optimiser that remembers nothing.


# %%
def accuracies(kind, seeds=(0, 1, 2)):
    """Return the validation accuracy of one kind of network, for each seed."""
    model, found = network(kind), []
    model.compile(keras.optimizers.Adam(0.005), "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.optimizer.build(model.trainable_variables)
    empty = [variable.numpy() for variable in model.optimizer.variables]
    for seed in seeds:
        keras.utils.set_random_seed(seed)
        model.set_weights(network(kind).get_weights())
        for variable, value in zip(model.optimizer.variables, empty, strict=True):
            variable.assign(value)
        model.fit(pieces[train[:640]], train_y[:640], epochs=6, batch_size=32, verbose=0)
        score = model.evaluate(pieces[valid], valid_y, batch_size=647, verbose=0, return_dict=True)
        found.append(score["accuracy"])
    return found


# %% [markdown]
# **Predict before you run:** which kind is the best, and which of the three new things does most?

# %% tags=["demonstration"]
accuracy = {kind: accuracies(kind) for kind in kinds}
figure, axis = plt.subplots(figsize=(6, 2.6))
for place, (kind, marker) in enumerate(zip(kinds, "osD^", strict=True)):
    axis.plot(accuracy[kind], [place] * 3, marker, markersize=9, alpha=0.7)
axis.set(xlabel="validation accuracy, one mark a seed", xlim=(0, 1), ylim=(3.5, -0.5))
axis.set_yticks(range(4), kinds)
plt.show()
means = {kind: np.mean(scores) for kind, scores in accuracy.items()}
print(
    "Xception's mean above the plain stack's by more than 0.05:",
    means["+ skips: Xception"] > means["plain"] + 0.05,
)
print(
    "the best has separable convolutions:", max(kinds, key=means.get) in ["+ separable", "+ skips: Xception"]
)
overlap = max(accuracy["+ separable"]) > min(accuracy["+ skips: Xception"])
print("marks without and with skips overlap:", overlap)

# %% [markdown]
# *Picture:* four rows of three marks on a scale of accuracy from 0 to 1. The plain stack's marks, at the top, lie lowest, between 0.5 and 0.6; those with BatchNorm begin there and reach to 0.7, those with separable convolutions further to the right, around 0.75. The marks of the last row, with skips, lie where those of the row before lie.
#
# With the same number of parameters the small Xception is right about three patches of four, where the plain stack is right about little more than one of two. So far the textbook. The rows between say where that comes from: a part is **BatchNormalization**, and a part the units of **separable convolutions**, which buy two to three times as many maps for the same budget (and which pool in place of striding: two things at once again).
# And the skips? The marks of the last two rows overlap. What skips add is smaller than the spread between seeds, if it is anything at all: the claim "skips make it better" does not show at this size. A likely reason: only five layers lie on the way here, and BatchNormalization stands behind each. Over five layers little of a gradient is lost. Skips are made for long ways, like the twenty layers above. Would more seeds tell? `accuracies("+ skips: Xception", range(10))` is yours to try.
#
# ### Your turn: `small_xception`
#
# The paper's network has three flows: one that goes down, a **middle flow** of units that keep their shape, and an exit. Build `small_xception`, for patches of 32×32×3 and eight photographs:
#
# 1. an ordinary 3×3 convolution with 12 filters, strides 2 and `same` padding, then BatchNormalization;
# 2. two units that go down, of 24 and of 48 maps, like those above;
# 3. **two middle units** of 48 maps each, one behind the other: two times ReLU, separable 3×3 convolution, BatchNormalization, and the sum of that with what went into the unit, as it is;
# 4. a ReLU, global average pooling, and the ending that gives a probability for each photograph.
#
# Use `separable` and `down`, or write them yourself. No training.
#
# <details><summary>Hint</summary>A middle unit doesn't change the shape. What does the skip need, then?</details>
# <details><summary>Deeper hint</summary>Go from unit to unit under one name, <code>x</code>, and let each unit's sum be the new <code>x</code>. The middle unit's path is <code>separable</code>, twice.</details>

# %% solution="small_xception"
small_xception = ...
### BEGIN SOLUTION
pictures = keras.Input((32, 32, 3))
x = keras.layers.Conv2D(12, 3, strides=2, padding="same")(pictures)
x = keras.layers.BatchNormalization()(x)
for filters in (24, 48):
    x = down(x, filters)
for _ in range(2):
    x = x + separable(separable(x, 48), 48)
x = keras.layers.GlobalAveragePooling2D()(keras.layers.ReLU()(x))
small_xception = keras.Model(pictures, keras.layers.Dense(8, activation="softmax")(x))
### END SOLUTION

# %% grade="small_xception"
assert small_xception is not ..., "Exercise small_xception: replace the dots by a model."
assert isinstance(small_xception, keras.Model), "Exercise small_xception: this is not a Keras model."
assert small_xception(pieces[:5]).shape == (5, 8), (
    "Exercise small_xception: five patches went in, so five rows of eight should come out."
)

# %% [markdown]
# ## What you have done
#
# In this lesson you have
#
# - wired residual blocks, with $x$ itself where the shape stays and a 1×1 projection where it changes;
# - given path and skip the same strides, and seen skips that fit by luck;
# - measured gradients on their way back: how they fade, where the textbook's claim shows and where it doesn't, and why skips want BatchNormalization beside them;
# - led what a narrow neck would lose around it;
# - counted parameters and multiply-adds of a squeeze;
# - put four branches side by side, and seen that one left out is missed by nobody;
# - built a small Xception, compared it with fair rivals over three seeds, and seen which of its parts that comparison can speak for.
#
# One question runs through all of it: where two ways meet, what shape does each bring, and where did each begin? Lesson 12 lets the computer choose how wide and how deep.
#
# **Where the ideas come from.** Residual blocks: K. He and others, *Deep residual learning for image recognition*, CVPR, 2016; activations before the convolutions: the same, *Identity mappings in deep residual networks*, ECCV, 2016. Fading gradients: S. Hochreiter, 1991, and Y. Bengio and others, *Learning long-term dependencies with gradient descent is difficult*, IEEE Transactions on Neural Networks, 1994.
# Inception: C. Szegedy and others, *Going deeper with convolutions*, CVPR, 2015; two 3×3 for one 5×5: the same, *Rethinking the Inception architecture for computer vision*, CVPR, 2016. 1×1 convolution: M. Lin and others, *Network in network*, ICLR, 2014. Xception, and the representational bottleneck: F. Chollet, *Xception: deep learning with depthwise separable convolutions*, CVPR, 2017, and *Deep Learning with Python*, 2021.
# Documentation: [merging layers](https://keras.io/api/layers/merging_layers/), [convolution layers](https://keras.io/api/layers/convolution_layers/), [`GradientTape`](https://www.tensorflow.org/api_docs/python/tf/GradientTape).

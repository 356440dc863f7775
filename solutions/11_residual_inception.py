# %% [markdown]
# # 11 · Residual and inception blocks
#
# More layers let a network learn more, up to a point: in a deep stack the gradient can vanish on its way back to the first layers. Two ideas made depth work. A **residual block** adds a connection *past* its layers. An **inception block** has several branches *side by side*. Both are made of layers that you know. In both, the shapes must agree where paths meet.
#
# In this lesson you
#
# - *wire* a residual block, with a projection where the shape changes and strides that fit for every size;
# - *measure* how a gradient vanishes on its way back, and what a skip connection changes about that;
# - *lead* a skip connection past a layer that is too narrow;
# - *count* what a 1×1 convolution saves;
# - *build* an inception block of four branches, and a small Xception, and measure what its parts bring.
#
# **Before you start:** lesson 03 (the functional API) and lesson 10 (BatchNormalization, separable convolution).
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
# ## Patches of eight photographs
#
# The patches of lesson 10, now of 32×32 pixels. From which of eight photographs was each one cut? We keep three sizes: the whole patches; small ones of 8×8, for networks that are deep; and 48 mean colors a patch (4×4 places, three channels), for networks of `Dense` layers.

# %%
with np.load(DATA / "patches" / "patches.npz") as arrays:
    patches = arrays["images"].astype("float32") / 255
    photos = arrays["labels"].astype("int32")


def shrink(pictures, size):
    """Return pictures of size×size pixels, each the mean of a square."""
    width = pictures.shape[1] // size
    squares = pictures.reshape(-1, size, width, size, width, 3)
    return squares.mean(axis=(2, 4))


small = shrink(patches, size=8)
colors = shrink(patches, size=4).reshape(-1, 48)

# %%
order = np.random.default_rng(11).permutation(len(patches))
train_rows, valid_rows = order[:900], order[900:]
y_train, y_valid = photos[train_rows], photos[valid_rows]
print("patches:", patches.shape, "small:", small.shape, "colors:", colors.shape)
print("training:", len(train_rows), "validation:", len(valid_rows))
baseline = np.bincount(y_valid).max() / len(y_valid)
print(f"share of the most frequent photograph: {baseline:.2f}")

# %% [markdown]
# ## A skip connection
#
# A layer replaces what it gets: $y = f(x)$. A **residual block** keeps it, and adds something: $y = x + f(x)$. The path on which $x$ goes past the layers is the **skip connection** (also called *shortcut*). So the layers need not learn the whole output, only what is still missing, the **residual**. In numbers: if 5 is wanted where $x$ is 4.8, then $f$ has to give 0.2, and not 5.
#
# **Predict before you run:** here the convolution's kernel is all zeros. What does the block give for the maps that go in?

# %%
inputs = keras.Input(shape=(16, 16, 8), name="maps")
path = keras.layers.Conv2D(
    filters=8,
    kernel_size=3,
    padding="same",
    activation="relu",
    kernel_initializer="zeros",
    name="convolution",
)(inputs)
outputs = keras.layers.Add(name="sum")([inputs, path])
block = keras.Model(inputs, outputs)
example_maps = np.random.default_rng(1).normal(size=(4, 16, 16, 8))
difference = np.abs(block(example_maps).numpy() - example_maps).max()
print(f"largest difference between output and input: {difference:.4f}")
draw(block)

# %% [markdown]
# *Picture:* an input of 16×16×8 with two arrows down. One goes through a Conv2D, the other straight to a box called Add, which takes two tensors of 16×16×8 and gives one.
#
# A block whose kernels are 0 does no harm: it lets $x$ through. The operator `+` between symbolic tensors makes the same box `Add`, and so does `keras.ops.add`.
#
# A frequent mistake: the name `x` is used for everything, and at the sum it no longer means what came in. No error tells you. **Predict before you run:** what comes out of this block, with the same zeros?


# %%
def mistaken_block(x):
    """Return the sum of two equal tensors: x has been given a new value."""
    x = keras.layers.Conv2D(
        8, 3, padding="same", activation="relu", kernel_initializer="zeros"
    )(x)
    return x + x


block_inputs = keras.Input(shape=(16, 16, 8))
mistaken = keras.Model(block_inputs, mistaken_block(block_inputs))
largest = np.abs(mistaken(np.ones((1, 16, 16, 8), "float32"))).max()
print(f"largest number that comes out: {largest:.1f}")
print(f"parameters: {mistaken.count_params()}, ", end="")
print(f"in the block above: {block.count_params()}")

# %% [markdown]
# Zeros, with the same parameters and shapes. It is a skip connection that skips nothing: the path was added to itself. So keep what comes in under a name of its own until the sum.
#
# ### Exercise `identity_block`
#
# Write the function `identity_block(x)`. It takes a symbolic tensor of maps, sends it through **two** 3×3 convolutions (two layers of their own) with an activation between them, and returns the sum of that and of `x` itself. The block works for every height, width and number of maps, so it asks `x` how many maps it has.
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
    path = keras.layers.Conv2D(channels, 3, padding="same", activation="relu")(
        x
    )
    path = keras.layers.Conv2D(channels, 3, padding="same")(path)
    return x + path


### END SOLUTION

# %% grade="identity_block"
assert identity_block is not ..., (
    "Exercise identity_block: replace the dots by a function."
)
assert callable(identity_block), (
    "Exercise identity_block: identity_block is not a function."
)
probe = keras.Input((16, 16, 8))
assert getattr(identity_block(probe), "shape", None) == probe.shape, (
    "Exercise identity_block: what comes out should have the shape of what "
    "went in."
)
print("The visible check of identity_block passed.")

# %% [markdown]
# ## When the shape changes
#
# From layer to layer, a network usually has more maps, and smaller ones. Then $x$ and $f(x)$ don't fit. **Predict before you run:** here the path gives twice as many maps, half as high and wide. Which numbers disagree, and will Keras fit them together?

# %% tags=["raises-exception"]
# %xmode Minimal
wide_inputs = keras.Input(shape=(16, 16, 8))
grown = keras.layers.Conv2D(16, 3, strides=2, padding="same")(wide_inputs)
wide_inputs + grown

# %% [markdown]
# It doesn't. Compare the two shapes in the error, number by number: the heights and widths differ, 16 and 8, and so do the numbers of maps, 8 and 16. (The error names the first pair that it found.) What helps is a **projection** on the skip connection: a 1×1 convolution with as many filters as the path has, *and the same strides*. It has no activation: it only fits shapes together.
#
# Wrong skip connections can fit *by luck*. We try five beside a path with strides of 2, for maps of different height. `compute_output_shape` gives the shape of what would come out.

# %%
skips = {
    "1×1, strides 2": keras.layers.Conv2D(16, 1, strides=2),
    "1×1, strides 1": keras.layers.Conv2D(16, 1),
    "pooling 2, valid": keras.layers.MaxPooling2D(2),
    "pooling 2, same": keras.layers.MaxPooling2D(2, padding="same"),
    "3×3, strides 2, valid": keras.layers.Conv2D(16, 3, strides=2),
}
strided = keras.layers.Conv2D(16, 3, strides=2, padding="same")

# %% [markdown]
# **Predict before you run:** which of them fit everywhere?

# %%
heights = [30, 31, 32, 33]
print(f"{'height of x':22}", *heights)
rows = {"path: 3×3, strides 2": strided, **skips}
for name, layer in rows.items():
    shapes = [layer.compute_output_shape((None, n, n, 8)) for n in heights]
    print(f"{name:22}", *[shape[1] for shape in shapes])

# %% [markdown]
# The 1×1 with strides of 2, and the pooling with `same`, agree with the path in every column: they round odd numbers *up*, as the path does. (A pooling keeps the number of maps, so a 1×1 convolution has to follow.) The pooling with `valid` rounds down: it fits for 30 and 32, and fails for 31. The 3×3 with `valid` is one short everywhere, and the projection without strides is twice too high.
#
# A second kind of luck: a path that ends in 1×1 places meets a skip connection of 2×2. **Predict before you run:** is that an error?

# %%
tiny = keras.Input(shape=(2, 2, 8))
one_place = keras.layers.Conv2D(8, 3, strides=2, padding="same")(tiny)
print("one place:", one_place.shape, "sum:", (one_place + tiny).shape)

# %% [markdown]
# No. The one place is repeated at all four (*broadcasting*). A size of 1 fits everything, and hides the mistake. So don't wait for an error: give path and skip connection the same strides.
#
# ### Exercise `residual_block`
#
# Write the function `residual_block(x, filters, strides=1)`. The path: a 3×3 convolution with that many filters and these strides, an activation, and a second 3×3 convolution with that many filters. The skip connection: `x` itself when the shape stays; **otherwise** one 1×1 projection of `x` without activation. The function returns the sum, of `filters` maps.
#
# It must work for every height, width and stride: 31 with strides of 2, and 11 with strides of 3. As with `padding="same"`, sizes are rounded up: 31 becomes 16. BatchNormalization is up to you here too.
#
# <details><summary>Hint</summary>When does the shape change? There are two reasons, and each of them alone is enough.</details>
# <details><summary>Deeper hint</summary>Set <code>skip = x</code>. Under the condition <code>strides != 1 or x.shape[-1] != filters</code> it becomes the projection of <code>x</code>. Which of the path's settings does the projection need too?</details>

# %% solution="residual_block"
residual_block = ...
### BEGIN SOLUTION


def residual_block(x, filters, strides=1):
    """Return two convolutions of x, plus x, projected where needed."""
    path = keras.layers.Conv2D(
        filters, 3, strides=strides, padding="same", activation="relu"
    )(x)
    path = keras.layers.Conv2D(filters, 3, padding="same")(path)
    skip = x
    if strides != 1 or x.shape[-1] != filters:
        skip = keras.layers.Conv2D(filters, 1, strides=strides)(x)
    return skip + path


### END SOLUTION

# %% grade="residual_block"
assert residual_block is not ..., (
    "Exercise residual_block: replace the dots by a function."
)
assert callable(residual_block), (
    "Exercise residual_block: residual_block is not a function."
)
probe = residual_block(keras.Input((16, 16, 8)), 12, 2)
assert getattr(probe, "shape", None) == (None, 8, 8, 12), (
    "Exercise residual_block: maps of 16×16×8, with 12 filters and strides 2, "
    "should become 8×8×12."
)
print("The visible check of residual_block passed.")

# %% [markdown]
# ## Vanishing gradients, measured
#
# Why have a skip connection at all? Think of the backward direction. In training, the gradient tells each layer in which direction to change its weights. It starts at the loss and goes back layer by layer, and each layer multiplies it by something. If that is 0.2, then after 20 layers 0.2²⁰ is left, about 10⁻¹⁴: the first layers get almost nothing. This is called the **vanishing gradient**. With a skip connection, $y = x + f(x)$, the factor is $1 + f'(x)$: because of the 1 the gradient comes back whole.
#
# That is the theory. We measure it. `tf.GradientTape` records what TensorFlow computes, and then works out gradients from the record. For $y = w^2$ at $w = 3$ the gradient is $2w = 6$:

# %%
w = tf.Variable(3.0)
with tf.GradientTape() as tape:
    square = w**2
print("gradient:", tape.gradient(square, w).numpy())

# %% [markdown]
# Now a stack of 20 convolutions. The model also gives what comes out of each of them, so that we can ask for gradients there.


# %%
def deep_stack(activation, skips=False, normalized=False):
    """Return a model that gives its 20 intermediate tensors and its output."""
    inputs = keras.Input(shape=(8, 8, 3))
    x = keras.layers.Conv2D(8, 3, padding="same", activation=activation)(inputs)
    between = []
    for n in range(20):
        path = keras.layers.Conv2D(8, 3, padding="same", name=f"deep_{n}")(x)
        if normalized:
            path = keras.layers.BatchNormalization()(path)
        path = keras.layers.Activation(activation)(path)
        x = x + path if skips else path
        between.append(x)
    means = keras.layers.GlobalAveragePooling2D()(x)
    outputs = keras.layers.Dense(8, activation="softmax")(means)
    return keras.Model(inputs, [*between, outputs])


# %% [markdown]
# For each convolution we measure the length of two gradients: of the one that *arrives* at its output (behind the activation, and with a skip connection behind the sum), and of the one for its **kernel**, which training uses. The length, or **norm**, of a gradient is the root of the sum of its squares.


# %%
def gradient_norms(model):
    """Return the norms behind each convolution, and at each kernel."""
    kernels = [model.get_layer(f"deep_{n}").kernel for n in range(20)]
    batch = train_rows[:64]
    with tf.GradientTape() as tape:
        *between, outputs = model(small[batch], training=True)
        loss = keras.losses.SparseCategoricalCrossentropy()
        value = loss(photos[batch], outputs)
    arriving, at_kernels = tape.gradient(value, [between, kernels])
    return [
        np.array([float(tf.norm(gradient)) for gradient in gradients])
        for gradients in (arriving, at_kernels)
    ]


# %% [markdown]
# We measure before any training, on 64 patches: with sigmoid and with ReLU; plain, with skip connections, and with skip connections and BatchNormalization. **Predict before you run:** in which of the six does the gradient vanish?

# %% tags=["demonstration", "tolerance-20%"]
wirings = {
    "plain": (False, False),
    "skips": (True, False),
    "both": (True, True),
}
arriving, at_kernels = {}, {}
print("norm of the gradient behind the last convolution, and the first")
for activation in ("sigmoid", "relu"):
    for name, (skips, normalized) in wirings.items():
        keras.utils.set_random_seed(0)
        model = deep_stack(activation, skips=skips, normalized=normalized)
        norms = gradient_norms(model)
        arriving[activation, name], at_kernels[activation, name] = norms
        print(f"{activation:8} {name:6} ", end="")
        print(f"{norms[0][-1]:.1e} {norms[0][0]:.1e}")

# %% [markdown]
# Only without skip connections does it vanish. Here are all layers: on the left what arrives, on the right what the kernels get. **Predict before you run:** a kernel's gradient is made of the gradient that arrives. So will the two sides look alike?

# %% tags=["demonstration"]
figure, axes = plt.subplots(2, 2, figsize=(10, 6), sharex=True)
for row, activation in zip(axes, ("sigmoid", "relu"), strict=True):
    for axis, norms in zip(row, (arriving, at_kernels), strict=True):
        where = "arriving" if norms is arriving else "at kernels"
        for name, style in zip(wirings, ["o-", "s-", "^-"], strict=True):
            values = norms[activation, name]
            axis.semilogy(range(1, 21), values, style, ms=4, label=name)
        axis.set_title(f"{activation}: gradient {where}")
    row[0].set_ylabel("norm")
for axis in axes[1]:
    axis.set_xlabel("convolution, 1 is the first")
axes[0, 0].legend()
plt.show()

# %% [markdown]
# *Picture:* four panels of gradient norms on a logarithmic scale, by the number of the convolution.
#
# - *Sigmoid, arriving:* the plain stack (circles) falls in a straight line from the last convolution to the first, over about 13 powers of ten. The two with skip connections (squares, triangles) stay level.
# - *Sigmoid, at kernels:* much the same.
# - *ReLU, arriving:* going back to the first, the plain stack falls by about 4 powers of ten. The one with skip connections *rises* by more than 2, the one with BatchNormalization as well by about 1.
# - *ReLU, at kernels:* the plain stack is level, and so is the one with skip connections, seven powers of ten above it. The one with both lies between, and rises slowly going back.
#
# Compare it with the theory.
#
# - **Plain, sigmoid:** the textbook's case. Each layer leaves about a fifth, and the first kernel gets a gradient some 13 powers of ten shorter than the last. It will not move.
# - **Plain, ReLU:** it vanishes too; each layer takes about a third away. But at the kernels the norms are *level*. The textbook's claim, "the first layers get less", does not show here. A kernel's gradient is the gradient that arrives *times what came in from the layer before*. Going forward, the inputs shrink from layer to layer, as the gradient does going backward: the first layers have a large input and a short gradient, the last ones a small input and a long gradient. All kernels get equally little.
# - **Skip connections alone:** nothing vanishes. With ReLU, though, every block adds something and nothing is ever taken away, so the gradient *grows* instead. That is one reason why residual networks use BatchNormalization as well.
# - **Both:** with ReLU, the gradient changes least of the three on its way back.
#
# Does it matter for learning? We train nine sigmoid layers, `Dense` this time, since those are quick to train, without skip connections and with them:

# %% tags=["demonstration", "tolerance-0.03"]
for skips in (False, True):
    keras.utils.set_random_seed(0)
    sigmoid_inputs = keras.Input(shape=(48,))
    x = keras.layers.Dense(16, activation="sigmoid")(sigmoid_inputs)
    for _ in range(8):
        path = keras.layers.Dense(16, activation="sigmoid")(x)
        x = x + path if skips else path
    outputs = keras.layers.Dense(8, activation="softmax")(x)
    model = keras.Model(sigmoid_inputs, outputs)
    adam = keras.optimizers.Adam(learning_rate=0.01)
    loss = "sparse_categorical_crossentropy"
    model.compile(optimizer=adam, loss=loss, metrics=["accuracy"])
    print("with skip connections:", skips)
    model.fit(colors[train_rows], y_train, epochs=6, batch_size=50, verbose=2)

# %% [markdown]
# The plain stack learns nothing: its accuracy stays near 0.15, which is what always naming one photograph gives. With skip connections the same layers learn, and reach 0.39, give or take 0.02.
#
# ### Exercise `fade_rate`
#
# Two functions. A list of norms begins with the norm of the first layer.
#
# 1. `fade_rate(norms)` gives the **factor of one step**: by how much, on average, the gradient is multiplied when it goes back one layer. One such factor for each step leads from the last norm to the first. For the norms 0.5, 3, 8 it is 0.25, since 8 × 0.25 × 0.25 = 0.5.
# 2. `reach(rate, least)` gives how many layers the gradient can go back while at least the share `least` of it is left: the largest whole number $n$ for which $\text{rate}^n$ is at least `least`. With 0.6 and 0.2 it is 3: 0.6³ = 0.216, and 0.6⁴ is too little. With a rate of 1 or more the gradient never vanishes, and the result is `math.inf`.
#
# <details><summary>Hint</summary>Between three norms there are two steps. Which mean belongs to numbers that are multiplied? And which rates never vanish?</details>
# <details><summary>Deeper hint</summary>The n-th root of a number is <code>number ** (1 / n)</code>. For <code>reach</code>, count up while the next power is still large enough, or solve by logarithms and round the right way; handle the rates that never vanish first.</details>


# %% solution="fade_rate"
def fade_rate(norms):
    """Return the mean factor of one layer in the backward direction."""
    ### BEGIN SOLUTION
    return (norms[0] / norms[-1]) ** (1 / (len(norms) - 1))
    ### END SOLUTION


def reach(rate, least):
    """Return how many layers back at least this share is left."""
    ### BEGIN SOLUTION
    if rate >= 1:
        return math.inf
    return math.floor(math.log(least) / math.log(rate))
    ### END SOLUTION


# %% grade="fade_rate"
assert fade_rate([0.5, 3.0, 8.0]) is not None, (
    "Exercise fade_rate: the function fade_rate returns nothing yet."
)
assert math.isclose(fade_rate([0.5, 3.0, 8.0]), 0.25), (
    "Exercise fade_rate: 0.5, 3, 8 should give 0.25."
)
assert reach(0.6, 0.2) is not None, (
    "Exercise fade_rate: the function reach returns nothing yet."
)
assert reach(0.6, 0.2) == 3, (
    "Exercise fade_rate: a rate of 0.6 should reach 3 layers with a fifth left."
)
print("The visible check of fade_rate passed.")

# %% [markdown]
# ## A representational bottleneck
#
# Skip connections have a second use. In a plain stack, a layer sees what the one before it gives, and nothing else. If one layer is narrow, all layers behind it have only what fits through. That is a **representational bottleneck**. The network `bottled` has a layer of two units in its middle.

# %%
keras.utils.set_random_seed(1)
bottled = keras.Sequential(
    [
        keras.Input(shape=(48,), name="colors"),
        keras.layers.Dense(32, activation="relu", name="hidden"),
        keras.layers.Dense(2, activation="relu", name="narrow"),
        keras.layers.Dense(32, activation="relu", name="wide"),
        keras.layers.Dense(8, activation="softmax", name="photograph"),
    ]
)
draw(bottled)

# %% [markdown]
# *Picture:* a chain of four boxes, one for each layer. 48 numbers go into the first; 32, 2, 32 and 8 numbers come out of the four.
#
# How much gets through? The **rank** of a layer's outputs says how many of them you can keep so that none is a weighted sum of the rest. **Predict before you run:** what is the rank before the bottleneck, and in it?

# %% tags=["demonstration"]
narrow_outputs = [bottled.get_layer(n).output for n in ("hidden", "narrow")]
bottleneck_probe = keras.Model(bottled.inputs[0], narrow_outputs)
hidden_values, narrow_values = bottleneck_probe.predict(
    colors[valid_rows], verbose=0
)
print("rank before the bottleneck:", np.linalg.matrix_rank(hidden_values))
print("rank in the bottleneck:", np.linalg.matrix_rank(narrow_values))

# %% [markdown]
# In the bottleneck at most two numbers are independent, and the layer of 32 behind it computes all its outputs from these. What does that cost? We train the network, and beside it the same network with 32 units in place of the 2.

# %% tags=["demonstration"]
keras.utils.set_random_seed(1)
unbottled = keras.Sequential([keras.Input(shape=(48,))])
for _ in range(3):
    unbottled.add(keras.layers.Dense(32, activation="relu"))
unbottled.add(keras.layers.Dense(8, activation="softmax"))

# %% tags=["demonstration", "tolerance-0.03"]
for name, model in {"2 units": bottled, "32 units": unbottled}.items():
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=0.01),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    model.fit(colors[train_rows], y_train, epochs=12, batch_size=50, verbose=0)
    scores = model.evaluate(
        colors[valid_rows], y_valid, verbose=0, return_dict=True
    )
    print(f"{name}: validation accuracy {scores['accuracy']:.2f}")

# %% [markdown]
# The bottleneck costs accuracy: 0.60 against 0.79, give or take 0.03. Here is what gets through it, now that it is trained:

# %% tags=["demonstration"]
_, two = bottleneck_probe.predict(colors[valid_rows], verbose=0)
photographs = ["astronaut", "cat", "temple", "cup"]
photographs += ["flower", "stars", "retina", "rocket"]
figure, axis = plt.subplots(figsize=(6, 4))
for photograph, marker in enumerate("os^Dv*xP"):
    points = two[y_valid == photograph]
    label = photographs[photograph]
    axis.scatter(points[:, 0], points[:, 1], s=16, marker=marker, label=label)
axis.set(xlabel="first unit", ylabel="second unit")
axis.legend(bbox_to_anchor=(1, 1))
plt.show()

# %% [markdown]
# *Picture:* every validation patch as a point with the outputs of the two units as coordinates; the eight photographs have eight markers. Most points lie on the two axes, where one of the two numbers is 0; there the markers of several photographs lie on each other.
#
# Of a patch, the rest of the network gets only its place in this picture. Where markers lie on each other, no layer behind can tell them apart.
#
# ### Exercise `skip_bottleneck`
#
# Build `freed`, a network that takes 48 colors, with the layers of `bottled` (`Dense` layers of 32, 2 and 32, each with an activation, then the output layer that gives eight probabilities), and a **skip connection past the bottleneck**. A tensor from before the layer of 2 is added to a tensor behind it (or put beside it by `Concatenate`), before the output layer. On the skip connection every tensor must be at least 32 wide. No training.
#
# <details><summary>Hint</summary>Where do two tensors of equal shape stand, one before the bottleneck, one behind it?</details>
# <details><summary>Deeper hint</summary>Make the layers anew, with a name for every tensor. The output layer is called on a sum: which of your tensors has 32 numbers and has not been through the bottleneck?</details>

# %% solution="skip_bottleneck"
freed = ...
### BEGIN SOLUTION
patch = keras.Input((48,))
first = keras.layers.Dense(32, activation="relu")(patch)
narrow = keras.layers.Dense(2, activation="relu")(first)
second = keras.layers.Dense(32, activation="relu")(narrow)
freed = keras.Model(
    patch, keras.layers.Dense(8, activation="softmax")(first + second)
)
### END SOLUTION

# %% grade="skip_bottleneck"
assert freed is not ..., (
    "Exercise skip_bottleneck: replace the dots by a model."
)
assert isinstance(freed, keras.Model), (
    "Exercise skip_bottleneck: freed is not a Keras model."
)
shape = tuple(freed(np.zeros((5, 48), "float32")).shape)
assert shape == (5, 8), (
    "Exercise skip_bottleneck: five patches go in, so shape (5, 8) should "
    f"come out; it is {shape}."
)
print("The visible check of skip_bottleneck passed.")

# %% [markdown]
# ## Reducing the channels
#
# A mild bottleneck can be useful, because it is cheap. That is what a **1×1 convolution** (lesson 10) is for. Its window is a single place, so it can't see shapes. It mixes the *channels* of each place, in the same way everywhere, as a `Dense` layer would. **Predict before you run:** do the two agree?

# %%
mixing = keras.layers.Conv2D(filters=5, kernel_size=1)
dense = keras.layers.Dense(units=5)
mixed = mixing(example_maps)
dense.build((None, 8))
kernel, bias = mixing.get_weights()
dense.set_weights([kernel.reshape(8, 5), bias])
difference = np.abs(mixed.numpy() - dense(example_maps).numpy()).max()
print(mixed.shape, f"largest difference: {difference:.4f}")

# %% [markdown]
# They do. What does a convolution cost? Its **parameters**: the kernel has a number for each place of the window, each channel that comes in and each filter; and each filter has a bias. Its **multiply-adds** (lesson 10): at each place of the map that comes out, every number of the kernel is used once. For maps of 28×28, 256 of them, and a 3×3 convolution with 256 filters:


# %%
def cost(height, width, channels, filters, window):
    """Return parameters and multiply-adds, `same` padding and strides 1."""
    kernel = window * window * channels * filters
    return kernel + filters, height * width * kernel


parameters, multiply_adds = cost(28, 28, 256, 256, window=3)
print(f"parameters: {parameters:,}, multiply-adds: {multiply_adds:,}")

# %% [markdown]
# 9 × 256 × 256 + 256 = 590,080 parameters, and 462 million multiply-adds for one picture. Now put a 1×1 convolution *before* it, which reduces the 256 channels to 64. **Predict before you run:** there is one layer more. How large is the pair, compared with the one layer?

# %%
reduced_pair = keras.Sequential(
    [
        keras.Input(shape=(28, 28, 256)),
        keras.layers.Conv2D(filters=64, kernel_size=1),
        keras.layers.Conv2D(filters=256, kernel_size=3, padding="same"),
    ]
)
share = reduced_pair.count_params() / (9 * 256 * 256 + 256)
print(f"parameters: {reduced_pair.count_params():,}, a share of {share:.2f}")

# %% [markdown]
# Little more than a quarter. 256 × 64 + 64 = 16,448 for the reduction; then 9 × 64 × 256 + 256 = 147,712, since the wide window works on 64 channels now. What is lost is rank, as above: 64 mixed channels stand in the place of 256.
#
# ### Exercise `count_reduction`
#
# 1. `pair_costs(height, width, channels, reduced, filters)` gives the pair (parameters, multiply-adds) of a 1×1 convolution with `reduced` filters and the 3×3 one with `filters` filters behind it, **together**; `same` padding, strides of 1, biases in both. Biases count as parameters, and not as multiply-adds.
# 2. `widest(channels, filters, share)` gives the **largest** `reduced`, a whole number, for which the pair needs at most this share of the multiply-adds of a 3×3 convolution with `filters` filters on all `channels`.
#
# <details><summary>Hint</summary>Each layer costs what <code>cost</code> says; ask what goes into each. For the second part: does the size of the map matter?</details>
# <details><summary>Deeper hint</summary>At one place, the pair needs <code>reduced * (channels + 9 * filters)</code> multiply-adds, and the single layer <code>9 * channels * filters</code>. Solve for <code>reduced</code>, and round in the right direction.</details>


# %% solution="count_reduction"
def pair_costs(height, width, channels, reduced, filters):
    """Return parameters and multiply-adds of a 1×1 and a 3×3 convolution."""
    ### BEGIN SOLUTION
    first = cost(height, width, channels, reduced, 1)
    second = cost(height, width, reduced, filters, 3)
    return first[0] + second[0], first[1] + second[1]
    ### END SOLUTION


def widest(channels, filters, share):
    """Return the largest reduction that needs at most this share."""
    ### BEGIN SOLUTION
    return int(share * 9 * channels * filters / (channels + 9 * filters))
    ### END SOLUTION


# %% grade="count_reduction"
where = "Exercise count_reduction: "
tried = pair_costs(28, 28, 256, 64, 256)
assert tried is not None, where + "pair_costs returns nothing yet."
message = f"pair_costs gives two numbers, not {tried}."
assert np.shape(tried) == (2,), where + message
message = f"the lesson's pair has 164,160 parameters, you say {tried[0]}."
assert tried[0] == 164160, where + message
tried = widest(10, 10, 1.0)
assert tried is not None, where + "widest returns nothing yet."
message = "with 10 channels and 10 filters, 9 is the most that costs no more; "
assert tried == 9, where + message + f"you say {tried}."
print("The visible check of count_reduction passed.")

# %% [markdown]
# ## An inception block
#
# Which window is right, 1×1, 3×3 or 5×5? An **inception block** doesn't choose. It sends the same $x$ through four **branches** and puts what they give side by side:
#
# 1. one 1×1 convolution;
# 2. a 1×1 convolution, then a 3×3 one;
# 3. a 1×1 convolution, then two 3×3 ones, which together see 5×5 places (or one 5×5);
# 4. a pooling of 3×3, then a 1×1 convolution.
#
# The 1×1 convolutions before the wide windows reduce the channels, as you have counted. `Concatenate` puts maps side by side. **Predict before you run:** three branches are built, two are joined. What happens to the third?

# %%
branch_inputs = keras.Input(shape=(16, 16, 8))
branches = [
    keras.layers.Conv2D(4, 1, padding="same")(branch_inputs),
    keras.layers.Conv2D(4, 3, padding="same")(branch_inputs),
    keras.layers.Conv2D(4, 5, padding="same")(branch_inputs),
]
joined = keras.layers.Concatenate()([branches[0], branches[1]])
two_branches = keras.Model(branch_inputs, joined)
for layer in two_branches.layers:
    print(f"{type(layer).__name__:12} {tuple(layer.output.shape)}")

# %% [markdown]
# It isn't there. No path leads from the third branch to the output, and `keras.Model` leaves it out without a warning. The number of maps shows it: 8, where three times 4 were meant.
#
# The numbers of maps may differ in a concatenation. Height and width may *not*. **Predict before you run:** which sizes meet here?

# %% tags=["raises-exception"]
# %xmode Minimal
unpadded_inputs = keras.Input(shape=(16, 16, 8))
one = keras.layers.Conv2D(4, 1)(unpadded_inputs)
pooled = keras.layers.MaxPooling2D(pool_size=3, strides=1)(unpadded_inputs)
keras.layers.Concatenate()([one, pooled])

# %% [markdown]
# A pooling of 3×3 without `padding="same"` loses a place on each side: 14 against 16. (Without `strides=1` it would use its window, 3, as its strides.) The error lists both shapes; all but the last number must agree.
#
# Here is a short function for one convolution with `same` padding and its activation, which you may use:


# %%
def conv(x, filters, size, strides=1):
    """Return a convolution of x with ReLU and `same` padding."""
    return keras.layers.Conv2D(
        filters, size, strides=strides, padding="same", activation="relu"
    )(x)


# %% [markdown]
# ### Exercise `inception_block`
#
# Write the function `inception_block(x, filters, strides=1)`: the four branches above, each from `x` with layers of its own, side by side in any order. Each convolution has `filters` filters and an activation behind it, so `4 * filters` maps come out. The pooling may take the largest or the mean. With `strides`, **every** branch divides height and width by that number, for every size of `x` (rounded up, as with `padding="same"`); on which of its layers is up to you.
#
# <details><summary>Hint</summary>Draw the four branches on paper first, and write at each arrow how high and wide it is. Every branch starts at <code>x</code>.</details>
# <details><summary>Deeper hint</summary>With <code>conv</code> the 3×3 branch is <code>conv(conv(x, filters, 1), filters, 3, strides)</code>: the strides stand once in each branch. The pooling needs <code>strides</code> and <code>padding="same"</code>.</details>

# %% solution="inception_block"
inception_block = ...
### BEGIN SOLUTION


def inception_block(x, filters, strides=1):
    """Return four branches of x with different windows, side by side."""
    one = conv(x, filters, 1, strides)
    three = conv(conv(x, filters, 1), filters, 3, strides)
    five = conv(conv(conv(x, filters, 1), filters, 3), filters, 3, strides)
    pooled = keras.layers.MaxPooling2D(3, strides=strides, padding="same")(x)
    pooled = conv(pooled, filters, 1)
    return keras.layers.Concatenate()([one, three, five, pooled])


### END SOLUTION

# %% grade="inception_block"
assert inception_block is not ..., (
    "Exercise inception_block: replace the dots by a function."
)
assert callable(inception_block), (
    "Exercise inception_block: inception_block is not a function."
)
probe = inception_block(keras.Input((16, 16, 8)), 6)
assert getattr(probe, "shape", None) == (None, 16, 16, 24), (
    "Exercise inception_block: maps of 16×16×8, with 6 filters, should become "
    "16×16×24."
)
print("The visible check of inception_block passed.")

# %% [markdown]
# ## A small Xception
#
# *Xception* takes the idea to its end: as many branches as there are channels. That is a separable convolution (lesson 10). Its units are residual blocks of separable convolutions with BatchNormalization. A unit that goes down (to smaller maps): ReLU, separable convolution, BatchNormalization, twice; then a pooling that halves height and width, and beside it a projection with the *same strides*.


# %%
def separable(x, filters):
    """Return ReLU, a separable convolution and BatchNormalization of x."""
    x = keras.layers.ReLU()(x)
    x = keras.layers.SeparableConv2D(
        filters, kernel_size=3, padding="same", use_bias=False
    )(x)
    return keras.layers.BatchNormalization(momentum=0.9)(x)


def down(x, filters):
    """Return a residual unit of x, half as high and wide."""
    path = separable(separable(x, filters), filters)
    path = keras.layers.MaxPooling2D(3, strides=2, padding="same")(path)
    skip = keras.layers.Conv2D(filters, 1, strides=2, use_bias=False)(x)
    return path + keras.layers.BatchNormalization(momentum=0.9)(skip)


# %% [markdown]
# What does it bring? A fair comparison takes the *same number of parameters*. Two such units are compared with a plain stack of ordinary convolutions: same depth, same halvings, fewer maps. But three things are new at once: BatchNormalization, separable convolutions and skip connections. So two more networks stand between, and each kind has one thing more than the kind before.


# %%
def ordinary(x, filters, normalized):
    """Return two ordinary convolutions of x, half as high and wide."""
    for strides in (1, 2):
        x = keras.layers.Conv2D(filters, 3, strides=strides, padding="same")(x)
        if normalized:
            x = keras.layers.BatchNormalization(momentum=0.9)(x)
        x = keras.layers.ReLU()(x)
    return x


def straight(x, filters):
    """Return the path of `down`, without the skip connection."""
    x = separable(separable(x, filters), filters)
    return keras.layers.MaxPooling2D(3, strides=2, padding="same")(x)


# %% [markdown]
# The projections cost parameters too, so the last network has fewer maps than the one before. The patches are halved first: 16×16 will do, and takes a quarter of the time.


# %%
def unit(x, kind, filters):
    """Return the unit of one of the four kinds."""
    if kind == "Xception":
        return down(x, filters)
    if kind == "separable":
        return straight(x, filters)
    return ordinary(x, filters, normalized=kind == "BatchNorm")


# %%
def network(kind, widths):
    """Return an untrained network with a unit for each width."""
    inputs = keras.Input(shape=(32, 32, 3))
    x = keras.layers.AveragePooling2D(2)(inputs)
    x = keras.layers.Conv2D(8, 3, strides=2, padding="same")(x)
    if kind != "plain":
        x = keras.layers.BatchNormalization(momentum=0.9)(x)
    x = keras.layers.ReLU()(x)
    for filters in widths:
        x = unit(x, kind, filters)
    means = keras.layers.GlobalAveragePooling2D()(keras.layers.ReLU()(x))
    outputs = keras.layers.Dense(8, activation="softmax")(means)
    return keras.Model(inputs, outputs)


# %%
kinds = {
    "plain": (9, 12),
    "BatchNorm": (9, 12),
    "separable": (20, 36),
    "Xception": (16, 32),
}
for kind, widths in kinds.items():
    parameters = network(kind, widths).count_params()
    print(f"{kind:10} {parameters:,} parameters")

# %% [markdown]
# Four kinds, three seeds each, since on so few patches a single run says little. Each run takes 640 patches and six epochs.


# %%
def accuracy_of(kind, seed):
    """Return the validation accuracy of a network trained from a seed."""
    keras.utils.set_random_seed(seed)
    model = network(kind, kinds[kind])
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=0.005),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    rows = train_rows[:640]
    model.fit(patches[rows], photos[rows], epochs=6, batch_size=32, verbose=0)
    scores = model.evaluate(
        patches[valid_rows], y_valid, verbose=0, return_dict=True
    )
    return scores["accuracy"]


# %% [markdown]
# **Predict before you run:** which kind is the best, and which of the three new things does most?

# %% tags=["demonstration", "tolerance-0.08"]
accuracies = {}
for kind in kinds:
    accuracies[kind] = [accuracy_of(kind, seed) for seed in (0, 1, 2)]
    print(f"{kind:10} mean accuracy {np.mean(accuracies[kind]):.2f}")

# %% tags=["demonstration"]
figure, axis = plt.subplots(figsize=(6, 2.6))
for place, (kind, marker) in enumerate(zip(kinds, "osD^", strict=True)):
    axis.plot(accuracies[kind], [place] * 3, marker, markersize=9, alpha=0.7)
axis.set(xlabel="validation accuracy, one mark a seed", xlim=(0, 1))
axis.set_ylim(3.5, -0.5)
axis.set_yticks(range(4), kinds)
plt.show()

# %% [markdown]
# *Picture:* four rows of three marks on a scale of accuracy from 0 to 1. The plain stack's marks, at the top, lie lowest, a little above 0.5. Those with BatchNorm lie around 0.67, those with separable convolutions around 0.75. The marks of the last row, with skip connections, lie to both sides of those of the row before.
#
# The means are 0.55, 0.67, 0.76 and 0.76, give or take 0.05. So with the same number of parameters the small Xception is right for three patches of four, where the plain stack is right for little more than one of two. The rows between say where that comes from: a part is *BatchNormalization*, and a part the units of *separable convolutions*, which have two to three times as many maps for the same parameters (and which pool in place of striding: two changes at once again).
#
# And the skip connections? The marks of the last two rows overlap. What skip connections add here is smaller than the differences between seeds, if it is anything at all: the claim "skip connections make it better" does not show at this size. A likely reason: only five convolutions stand one behind the other, with BatchNormalization behind each, so little of a gradient is lost. Skip connections are made for deep networks, like the twenty layers above.
#
# ### Exercise `small_xception`
#
# The paper's network has three parts: an entry flow that goes down, a **middle flow** of units that keep their shape, and an exit flow. (Each middle unit of the paper has three separable convolutions; ours has two.) Build `small_xception`, for patches of 32×32×3 and eight photographs. It is not compiled.
#
# 1. An ordinary 3×3 convolution with 12 filters, strides of 2 and `same` padding, then BatchNormalization.
# 2. Two units that go down, of 24 and of 48 maps, like `down` above.
# 3. **Two middle units** of 48 maps each, one behind the other: two times ReLU, separable 3×3 convolution, BatchNormalization, and the sum of that with what went into the unit, as it is.
# 4. A ReLU, global average pooling, and the output layer that gives a probability for each photograph.
#
# Use `separable` and `down`, or write them yourself. No training.
#
# <details><summary>Hint</summary>A middle unit doesn't change the shape. What does the skip connection need, then?</details>
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
outputs = keras.layers.Dense(8, activation="softmax")(x)
small_xception = keras.Model(pictures, outputs)
### END SOLUTION

# %% grade="small_xception"
assert small_xception is not ..., (
    "Exercise small_xception: replace the dots by a model."
)
assert isinstance(small_xception, keras.Model), (
    "Exercise small_xception: this is not a Keras model."
)
shape = tuple(small_xception(np.zeros((5, 32, 32, 3), "float32")).shape)
assert shape == (5, 8), (
    "Exercise small_xception: five patches go in, so shape (5, 8) should "
    f"come out; it is {shape}."
)
print("The visible check of small_xception passed.")

# %% [markdown]
# ## What you have done
#
# In this lesson you have
#
# - wired residual blocks, with $x$ itself where the shape stays and a 1×1 projection where it changes;
# - given path and skip connection the same strides, and seen some that fit by luck;
# - measured gradients in the backward direction: how they vanish, where the textbook's claim shows and where it doesn't;
# - led a skip connection past a representational bottleneck;
# - counted parameters and multiply-adds of a 1×1 convolution and the 3×3 one behind it;
# - put four branches side by side, and seen that Keras doesn't warn when one is left out;
# - built a small Xception, and compared its parts over three seeds.
#
# Wherever two paths meet, ask: which shape does each have, and where did each begin? Lesson 12 lets the computer choose how wide and how deep.
#
# ## Going further
#
# - Should the activation stand before the convolution or behind the sum? K. He and others, [*Identity mappings in deep residual networks*](https://arxiv.org/abs/1603.05027), ECCV 2016.
# - From which depth on do skip connections help here? Let the networks above have eight units that keep their shape, with and without skip connections. A. Veit, M. Wilber and S. Belongie, [*Residual networks behave like ensembles of relatively shallow networks*](https://arxiv.org/abs/1605.06431), NeurIPS 2016.
# - What if every layer gets the outputs of *all* layers before it, side by side? G. Huang and others, [*Densely connected convolutional networks*](https://arxiv.org/abs/1608.06993), CVPR 2017.
#
# **Where this comes from.** Residual blocks: K. He and others, *Deep residual learning for image recognition*, CVPR, 2016; activations before the convolutions: the same, *Identity mappings in deep residual networks*, ECCV, 2016. Vanishing gradients: S. Hochreiter, 1991, and Y. Bengio and others, *Learning long-term dependencies with gradient descent is difficult*, IEEE Transactions on Neural Networks, 1994.
# Inception: C. Szegedy and others, *Going deeper with convolutions*, CVPR, 2015; two 3×3 for one 5×5: the same, *Rethinking the Inception architecture for computer vision*, CVPR, 2016. 1×1 convolution: M. Lin and others, *Network in network*, ICLR, 2014. Xception, and the representational bottleneck: F. Chollet, *Xception: deep learning with depthwise separable convolutions*, CVPR, 2017, and *Deep Learning with Python*, 2021.
# Documentation: [merging layers](https://keras.io/api/layers/merging_layers/), [convolution layers](https://keras.io/api/layers/convolution_layers/), [`GradientTape`](https://www.tensorflow.org/api_docs/python/tf/GradientTape).

# %% [markdown]
# # 14 · Training loops: what `fit` does, and how to change it
#
# So far `fit` did the training. For new losses, two networks against each other, or a step that `fit` does not know, you write the step yourself. This lesson opens `fit`, does its work by hand, and puts your own step back into it.
#
# In this lesson you
#
# - *record* a gradient with `GradientTape`, and find the ones that are `None`;
# - *write* the whole loop by hand, and see that it agrees with `fit` step by step;
# - *override* `train_step`, `test_step` and `predict_step`, and keep `fit` around them;
# - *clip* gradients, and add them up over several batches;
# - *count* the tracings of a `tf.function`, and order the parts of a `tf.data` pipeline;
# - *train* two networks with two optimizers.
#
# **Before you start:** lessons 05 (own classes), 07 (metrics) and 10 (BatchNormalization).
#
# **Time:** 120 minutes.

# %%
import coursework

DATA = coursework.setup(seed=14)

import time

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

# %% [markdown]
# ## Small pictures of clothes
#
# Fashion-MNIST of lesson 01, halved to 14×14 pixels: 4,000 pictures for training and 1,000 for validation.

# %%
(pictures, clothes), _ = keras.datasets.fashion_mnist.load_data()
squares = pictures[:5000].reshape(5000, 14, 2, 14, 2)
halved = (squares.mean(axis=(2, 4)) / 255).astype("float32")[..., None]
x_train, x_valid = halved[:4000], halved[4000:]
y_train, y_valid = clothes[:4000], clothes[4000:5000]
print("training:", x_train.shape, "validation:", x_valid.shape)

# %% [markdown]
# The model has everything that makes a loop interesting: a regularizer, BatchNormalization and Dropout. Its outputs are logits.


# %%
def build_model():
    """Return a new classifier, not compiled."""
    return keras.Sequential(
        [
            keras.Input(shape=(14, 14, 1)),
            keras.layers.Flatten(),
            keras.layers.Dense(
                64, activation="relu", kernel_regularizer="l2", name="hidden"
            ),
            keras.layers.BatchNormalization(momentum=0.9, name="norm"),
            keras.layers.Dropout(0.2),
            keras.layers.Dense(10, name="logits"),
        ]
    )


cross_entropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)

# %% [markdown]
# ## A gradient, recorded
#
# A **gradient tape** records what TensorFlow computes while it is open. Afterwards it goes back through the record and gives the gradient of one result for every variable that you name. Here the result is the loss of 100 pictures:

# %%
first_model = build_model()
with tf.GradientTape() as tape:
    first_logits = first_model(x_train[:100], training=True)
    first_loss = cross_entropy(y_train[:100], first_logits)
gradients = tape.gradient(first_loss, first_model.trainable_weights)
print(f"loss: {first_loss:.2f}")
for weight, gradient in zip(
    first_model.trainable_weights, gradients, strict=True
):
    print(f"{weight.path.partition('/')[2]:14} {gradient.shape}")

# %% [markdown]
# One gradient for each trainable weight, each of the weight's shape. The model has two weights more: `first_model.weights` also holds the moving statistics of BatchNormalization. **Predict before you run:** what is *their* gradient?

# %%
with tf.GradientTape() as tape:
    first_logits = first_model(x_train[:100], training=True)
    first_loss = cross_entropy(y_train[:100], first_logits)
for weight, gradient in zip(
    first_model.weights,
    tape.gradient(first_loss, first_model.weights),
    strict=True,
):
    found = "None" if gradient is None else gradient.shape
    print(f"{weight.path.partition('/')[2]:20} {found}")

# %% [markdown]
# `None`: the tape found no way from the loss to them. So ask for `trainable_weights`, always. `None` also comes when the computation *leaves* the tape. **Predict before you run:** which of these three gradients is a number?

# %%
w = tf.Variable(3.0)
with tf.GradientTape(persistent=True) as tape:
    inside = w**2
    through_numpy = tf.constant(np.square(w.numpy()))
outside = w**2
print("inside:       ", tape.gradient(inside, w))
print("through NumPy:", tape.gradient(through_numpy, w))
print("outside:      ", tape.gradient(outside, w))

# %% [markdown]
# Only the first. (`persistent=True` lets a tape be asked several times.) `apply` hands gradients to the optimizer. If those of all six trainable weights are `None`, it raises an error:

# %% tags=["raises-exception"]
# %xmode Minimal
keras.optimizers.SGD(0.1).apply([None] * 6, first_model.trainable_weights)

# %% [markdown]
# With *some* `None` among the gradients there is only a warning, and these weights never learn.
#
# ## One step by hand
#
# A step of training is four things: run the model, compute the loss, ask for the gradients, and hand them to the optimizer.

# %%
keras.utils.set_random_seed(14)
step_model = build_model()
sgd = keras.optimizers.SGD(learning_rate=0.1)
with tf.GradientTape() as tape:
    step_logits = step_model(x_train[:100], training=True)
    own_losses = sum(step_model.losses)
    step_loss = cross_entropy(y_train[:100], step_logits) + own_losses
gradients = tape.gradient(step_loss, step_model.trainable_weights)
sgd.apply(gradients, step_model.trainable_weights)
again = cross_entropy(y_train[:100], step_model(x_train[:100], training=True))
print(f"before the step: {step_loss:.2f}, of these {own_losses:.2f} own losses")
print(f"after the step:  {again + sum(step_model.losses):.2f}")

# %% [markdown]
# (Before and after, Dropout's masks differ.) `model.losses` is a list of the model's **own losses** in its last call: those of the regularizers, and those that layers gave to `add_loss` (lesson 05). `fit` adds them to the loss. In a loop of your own *you* add them, inside the tape.
#
# `tape.gradient` and `apply` stand *outside* the tape's block, where nothing needs recording. An ordinary tape stops at `tape.gradient`; a persistent one would record gradients and update, too.
#
# Two things are easily forgotten, and no error tells you: `training=True`, and the own losses. We leave out one at a time, over two epochs. **Predict before you run:** what will be different in each row?


# %%
def flawed_step(model, optimizer, rows, training=True, own=True):
    """Do one step of training, perhaps with something left out."""
    with tf.GradientTape() as tape:
        value = cross_entropy(
            y_train[rows], model(x_train[rows], training=training)
        )
        if own:
            value += sum(model.losses)
    gradients = tape.gradient(value, model.trainable_weights)
    optimizer.apply(gradients, model.trainable_weights)


# %% tags=["demonstration", "tolerance-15%"]
ways = {"complete": {}, "no training": {"training": False}}
ways["no own losses"] = {"own": False}
print(f"{'':13} norm of the kernel, of the moving mean")
for name, way in ways.items():
    keras.utils.set_random_seed(14)
    flawed = build_model()
    flawed_optimizer = keras.optimizers.SGD(0.1)
    for start in range(0, 8000, 100):
        rows = np.arange(start, start + 100) % 4000
        flawed_step(flawed, flawed_optimizer, rows, **way)
    kernel = np.linalg.norm(flawed.get_layer("hidden").kernel)
    moving = np.linalg.norm(flawed.get_layer("norm").moving_mean)
    print(f"{name:13} {kernel:18.1f} {moving:19.1f}")

# %% [markdown]
# Without `training=True` the moving mean is still 0: BatchNormalization never normalized anything, and Dropout never dropped. Without the own losses the kernel stays long: the regularizer that stands in the model did nothing.
#
# ### Exercise `one_step`
#
# Write `one_step(model, optimizer, loss_function, x, y)`: one step of training, by hand, on one batch.
#
# - The model is not compiled, and stays so. It runs once, in training mode.
# - The loss is `loss_function(y, outputs)` plus the model's own losses, if it has any.
# - `optimizer` changes all trainable weights once, and no frozen ones.
# - The function returns the loss from before the change (number or scalar tensor).
#
# <details><summary>Hint</summary>The cell under <em>One step by hand</em> has everything. Which of its names are now arguments?</details>
# <details><summary>Deeper hint</summary>What is <code>sum([])</code>? So the own losses can be added for every model.</details>

# %% solution="one_step"
one_step = ...
### BEGIN SOLUTION


def one_step(model, optimizer, loss_function, x, y):
    """Do one step of training, and return the loss before it."""
    with tf.GradientTape() as tape:
        outputs = model(x, training=True)
        loss = loss_function(y, outputs) + sum(model.losses)
    gradients = tape.gradient(loss, model.trainable_weights)
    optimizer.apply(gradients, model.trainable_weights)
    return loss


### END SOLUTION

# %% grade="one_step"
where = "Exercise one_step: "
assert one_step is not ..., where + "replace the dots by a function."
assert callable(one_step), where + "this is not a function."
tried = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
before = tried.get_weights()[0]
tools = keras.optimizers.SGD(0.1), keras.losses.MeanSquaredError()
given = one_step(tried, *tools, tf.ones((4, 3)), tf.fill((4, 1), 9.0))
assert given is not None, where + "the function returns nothing."
message = "the weights are the same after the step."
assert not np.allclose(before, tried.get_weights()[0]), where + message
print("The visible check of one_step passed.")

# %% [markdown]
# ## The whole loop
#
# An epoch is a loop over batches. Around it stand the metrics, and behind it the validation. First the step, as a function:


# %%
def hand_step(model, optimizer, x_batch, y_batch):
    """Do one step of training; return the loss and the logits."""
    with tf.GradientTape() as tape:
        logits = model(x_batch, training=True)
        value = cross_entropy(y_batch, logits) + sum(model.losses)
    gradients = tape.gradient(value, model.trainable_weights)
    optimizer.apply(gradients, model.trainable_weights)
    return value, logits


# %% [markdown]
# A metric adds up batch by batch (lesson 07), so someone has to call `reset_state` when an epoch begins. For comparison a second metric is *never* reset. **Predict before you run:** which of the two will be higher at the end?

# %%
keras.utils.set_random_seed(14)
hand_model, hand_adam = build_model(), keras.optimizers.Adam(0.003)
mean_loss = keras.metrics.Mean()
accuracy = keras.metrics.SparseCategoricalAccuracy()
never_reset = keras.metrics.SparseCategoricalAccuracy()
valid_accuracy = keras.metrics.SparseCategoricalAccuracy()
parts_of_150 = [slice(start, start + 150) for start in range(0, 4000, 150)]


def show_epoch(number):
    """Print what the metrics hold after an epoch."""
    print(f"epoch {number}: loss {mean_loss.result():.3f}", end=", ")
    print(f"accuracy {accuracy.result():.2f}", end=", ")
    print(f"never reset {never_reset.result():.2f}", end=", ")
    print(f"validation {valid_accuracy.result():.2f}")


# %%
hand_losses, hand_kernels = [], []
for number in range(1, 4):
    for one in (mean_loss, accuracy, valid_accuracy):
        one.reset_state()
    for part in parts_of_150:
        value, logits = hand_step(
            hand_model, hand_adam, x_train[part], y_train[part]
        )
        mean_loss.update_state(value, sample_weight=len(logits))
        for one in (accuracy, never_reset):
            one.update_state(y_train[part], logits)
        hand_kernels.append(hand_model.get_layer("hidden").kernel.numpy())
    valid_accuracy.update_state(y_valid, hand_model(x_valid, training=False))
    hand_losses.append(float(mean_loss.result()))
    show_epoch(number)

# %% [markdown]
# The metric that is never reset still remembers the poor first epoch, and reads too low. The last batch has 100 rows and the others 150. So the loss of a batch is weighed with its number of rows (`sample_weight`): the mean is one over *samples*, as in `fit`.
#
# **Is that what `fit` does?** We train the same network from the same seed with `fit`, and keep the kernel after every batch.


# %%
class KeepKernels(keras.callbacks.Callback):
    """Keep the hidden layer's kernel after each batch, in `kernels`."""

    def on_train_begin(self, logs=None):
        self.kernels = []

    def on_train_batch_end(self, batch, logs=None):
        kernel = self.model.get_layer("hidden").kernel
        self.kernels.append(kernel.numpy())


# %%
keras.utils.set_random_seed(14)
fit_model, keep = build_model(), KeepKernels()
fit_model.compile(
    optimizer=keras.optimizers.Adam(0.003),
    loss=cross_entropy,
    metrics=["accuracy"],
)

# %%
fit_history = fit_model.fit(
    x_train,
    y_train,
    batch_size=150,
    epochs=3,
    shuffle=False,
    validation_data=(x_valid, y_valid),
    callbacks=[keep],
    verbose=2,
)

# %%
gaps = [
    np.abs(by_hand - by_fit).max()
    for by_hand, by_fit in zip(hand_kernels, keep.kernels, strict=True)
]
assert max(gaps) < 0.01, "the loop and fit part ways"
assert np.allclose(hand_losses, fit_history.history["loss"], rtol=1e-3)
print(f"{len(gaps)} steps compared, all differ by less than 0.01")

# %% [markdown]
# After each of 81 steps the two kernels differ by less than 0.01 (on most machines by far less), and the losses of the epochs by less than 0.1%. What is left is rounding: `fit` computes in a compiled graph, which may add in another order. Even Dropout threw away the same units: its random numbers come from the seed. `hand_step` does to the weights what a step of `fit` does.
#
# The validation ran with `training=False`. With `True` it would do harm in two ways. **Predict before you run:** which?

# %%
moving_before = hand_model.get_layer("norm").moving_mean.numpy()
for mode in (False, True):
    logits = hand_model(x_valid, training=mode)
    value = cross_entropy(y_valid, logits)
    moved = hand_model.get_layer("norm").moving_mean - moving_before
    print(f"training={mode}: cross-entropy {value:.2f}", end=", ")
    print(f"the moving mean moved by {np.linalg.norm(moved):.2f}")

# %% [markdown]
# With `training=True` Dropout is on, and BatchNormalization uses the statistics of this batch. So the value is another one, usually a worse one. And the moving mean moves: the model has *learned from validation data*.
#
# ### Exercise `run_epochs`
#
# Write `run_epochs(model, optimizer, loss_function, metric, train_batches, valid_batches, epochs)`: the whole loop, by hand. The batches are lists of pairs `(x, y)`, of different sizes; take them in their order. `metric` is one metric object, for training and validation. The function returns a dict of four lists, with one number (or scalar tensor) for each epoch:
#
# - `"loss"` and `"metric"`: over the training batches *while* the epoch trains on them;
# - `"val_loss"` and `"val_metric"`: over the validation batches after it. Validation changes nothing in the model.
#
# A loss is the mean over all samples of the epoch, not over batches. The model's own losses belong to the loss, in training and in validation, as in `fit`. The model is not compiled.
#
# <details><summary>Hint</summary>When the one metric changes from training to validation, what has to happen between? And when the next epoch begins?</details>
# <details><summary>Deeper hint</summary>Take a <code>keras.metrics.Mean</code> for the loss, and update it with <code>sample_weight=len(x)</code>.</details>

# %% solution="run_epochs"
run_epochs = ...
### BEGIN SOLUTION


def run_epochs(
    model,
    optimizer,
    loss_function,
    metric,
    train_batches,
    valid_batches,
    epochs,
):
    """Train and validate for some epochs, and return what was measured."""
    history = {"loss": [], "metric": [], "val_loss": [], "val_metric": []}
    mean = keras.metrics.Mean()
    for _ in range(epochs):
        mean.reset_state()
        metric.reset_state()
        for x, y in train_batches:
            with tf.GradientTape() as tape:
                outputs = model(x, training=True)
                loss = loss_function(y, outputs) + sum(model.losses)
            gradients = tape.gradient(loss, model.trainable_weights)
            optimizer.apply(gradients, model.trainable_weights)
            mean.update_state(loss, sample_weight=len(x))
            metric.update_state(y, outputs)
        history["loss"].append(float(mean.result()))
        history["metric"].append(float(metric.result()))
        mean.reset_state()
        metric.reset_state()
        for x, y in valid_batches:
            outputs = model(x, training=False)
            loss = loss_function(y, outputs) + sum(model.losses)
            mean.update_state(loss, sample_weight=len(x))
            metric.update_state(y, outputs)
        history["val_loss"].append(float(mean.result()))
        history["val_metric"].append(float(metric.result()))
    return history


### END SOLUTION

# %% grade="run_epochs"
where = "Exercise run_epochs: "
assert run_epochs is not ..., where + "replace the dots by a function."
tried = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
few = [(np.ones((4, 3), "float32"), np.full((4, 1), 9, "float32"))]
tools = keras.optimizers.SGD(0.01), keras.losses.MeanSquaredError()
metric = keras.metrics.MeanAbsoluteError()
given = run_epochs(tried, *tools, metric, few * 3, few, 2)
assert isinstance(given, dict), where + "return a dict."
for name in ("loss", "metric", "val_loss", "val_metric"):
    assert name in given, where + f"the key {name!r} is missing."
    assert len(given[name]) == 2, where + f"two epochs, so two {name!r}."
print("The visible check of run_epochs passed.")

# %% [markdown]
# ## Your step inside `fit`
#
# A loop by hand has no progress bar, no callbacks and no history. Often only the *step* is yours, and the rest may stay. `fit` calls `train_step(self, data)` for each batch. A class that overrides it keeps everything around it:


# %%
class OwnStep(keras.Model):
    """A model whose step of training is written out."""

    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            y_pred = self(x, training=True)
            loss = self.compute_loss(x=x, y=y, y_pred=y_pred)
        gradients = tape.gradient(loss, self.trainable_weights)
        self.optimizer.apply(gradients, self.trainable_weights)
        for metric in self.metrics:
            if metric.name == "loss":
                metric.update_state(loss, sample_weight=tf.shape(x)[0])
            else:
                metric.update_state(y, y_pred)
        return {metric.name: metric.result() for metric in self.metrics}


# %% [markdown]
# `compute_loss` is the compiled loss *plus the own losses*. `self.metrics` begins with the mean that `fit` shows as `loss` (weighed with the rows, as before); then comes *one* object, `compile_metrics`, for what was compiled; its result is a dict. `fit` resets all of them when an epoch begins. The dict that you return is what the progress bar and the callbacks see.
#
# `keras.Model(inputs, outputs)` makes a functional model; so does a class derived from it:

# %%
keras.utils.set_random_seed(14)
plain = build_model()
own_model = OwnStep(inputs=plain.inputs, outputs=plain.outputs)
own_model.compile(
    optimizer=keras.optimizers.Adam(0.003),
    loss=cross_entropy,
    metrics=["accuracy"],
)

# %%
own_history = own_model.fit(
    x_train,
    y_train,
    batch_size=150,
    epochs=3,
    validation_data=(x_valid, y_valid),
    callbacks=[keras.callbacks.EarlyStopping("val_loss", patience=1)],
    verbose=2,
)

# %% [markdown]
# A progress line for each epoch, validation, and a callback that monitors `val_loss`, around a step of your own.
#
# ## Clip gradients
#
# One bad batch can give a gradient so long that the step ruins the weights. **Gradient clipping** shortens it. There are two ways, and they differ. **Predict before you run:** which of them keeps the *direction*?

# %%
long = [tf.constant([3.0, 0.3]), tf.constant([4.0])]
by_value = [tf.clip_by_value(part, -1, 1) for part in long]
by_norm, global_norm = tf.clip_by_global_norm(long, clip_norm=1.0)
print("gradients:", *[part.numpy() for part in long])
print("by value: ", *[part.numpy() for part in by_value])
print("by norm:  ", *[part.numpy().round(2) for part in by_norm])
print(f"norm of all together, before: {global_norm:.2f}")

# %% [markdown]
# By value each number is cut alone: 3 and 4 become equal, and the direction is another one. By **global norm** the gradients of *all* weights count as one long vector, and all are multiplied with the same number, 1/5.01. So the direction stays. Gradients that are short enough stay as they are.
#
# As arguments of an optimizer they are called `clipvalue` and `global_clipnorm`; `clipnorm` clips each weight's gradient for itself.
#
# Does it help? Twenty batches, and in the sixth the pictures were not scaled: they are 255 times too bright. Three seeds each. (`training=False`, or BatchNormalization would hide the accident; own losses matter little.)


# %%
def losses_with_accident(clip, seed):
    keras.utils.set_random_seed(seed)
    model, losses = build_model(), []
    optimizer = keras.optimizers.SGD(0.1)
    for n in range(20):
        rows = slice(n * 100, (n + 1) * 100)
        x = x_train[rows] * (255 if n == 5 else 1)
        with tf.GradientTape() as tape:
            value = cross_entropy(y_train[rows], model(x, training=False))
        gradients = tape.gradient(value, model.trainable_weights)
        if clip:
            gradients, _ = tf.clip_by_global_norm(gradients, 1.0)
        optimizer.apply(gradients, model.trainable_weights)
        losses.append(float(cross_entropy(y_valid, model(x_valid))))
    return losses


# %% tags=["demonstration", "tolerance-20%"]
curves = {
    "not clipped": [losses_with_accident(False, seed) for seed in (0, 1, 2)],
    "clipped": [losses_with_accident(True, seed) for seed in (0, 1, 2)],
}
for name, three in curves.items():
    after = [f"{curve[5]:.1f}" for curve in three]
    print(f"{name}, after the sixth step:", *after)

# %% tags=["demonstration"]
for name, style in (("not clipped", "C1s--"), ("clipped", "C0o-")):
    lines = plt.plot(range(1, 21), np.transpose(curves[name]), style)
    lines[0].set_label(name)
plt.yscale("log")
plt.xticks(range(2, 21, 2))
plt.xlabel("step")
plt.ylabel("validation loss")
plt.legend()
plt.show()

# %% [markdown]
# *Picture:* the validation loss of 20 steps on a logarithmic scale. Six curves fall together for five steps. At the sixth the three that are not clipped (squares, dashed) jump up, by factors from 40 to 700, and climb on or come back slowly, far apart from each other. The three clipped ones (dots, full lines) fall on, almost straight.
#
# One bad batch of twenty, and without clipping two trainings of three are lost; the third needs 14 steps to be where it was. With clipping you cannot see the accident. The price: clipped steps are shorter, so learning is slower here too. Clip *before* `apply`. Clipping afterwards changes numbers that nobody uses any more.
#
# ### Exercise `clipped_model`
#
# Write the class `ClippedModel`, derived from `keras.Model`, with a `train_step` of its own. It is made as `ClippedModel(inputs, outputs)`, compiled, and trained with `fit` on pairs `(x, y)`.
#
# - If the gradients of all trainable weights together have a norm above **1**, they are clipped to the global norm 1. Shorter ones stay as they are.
# - Training mode, the model's own losses and the optimizer that was compiled: as in `OwnStep`.
# - The logs hold `loss`, the compiled metrics, and `gradient_norm`: the global norm *before* clipping, of the epoch's last batch or as a mean over its batches.
# - It runs as a graph in `fit`: no Python `if` on a tensor.
#
# <details><summary>Hint</summary>One line more than in <code>OwnStep</code>, between two others. And one entry more in the dict.</details>
# <details><summary>Deeper hint</summary><code>tf.clip_by_global_norm</code> returns two things. The second is the norm from before.</details>

# %% solution="clipped_model"
ClippedModel = ...
### BEGIN SOLUTION


class ClippedModel(keras.Model):
    """A model that clips the global norm of its gradients to 1."""

    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            y_pred = self(x, training=True)
            loss = self.compute_loss(x=x, y=y, y_pred=y_pred)
        gradients = tape.gradient(loss, self.trainable_weights)
        gradients, norm = tf.clip_by_global_norm(gradients, 1.0)
        self.optimizer.apply(gradients, self.trainable_weights)
        for metric in self.metrics:
            if metric.name == "loss":
                metric.update_state(loss)
            else:
                metric.update_state(y, y_pred)
        logs = {metric.name: metric.result() for metric in self.metrics}
        return {**logs, "gradient_norm": norm}


### END SOLUTION

# %% grade="clipped_model"
where = "Exercise clipped_model: "
assert ClippedModel is not ..., where + "replace the dots by a class."
assert isinstance(ClippedModel, type), where + "this is not a class."
assert issubclass(ClippedModel, keras.Model), (
    where + "derive the class from keras.Model."
)
ends = keras.Input((3,))
tried = ClippedModel(ends, keras.layers.Dense(1)(ends))
tried.compile(optimizer="sgd", loss="mse", metrics=["mae"])
given = tried.fit(np.ones((4, 3)), np.full((4, 1), 9), verbose=0).history
for name in ("loss", "mae", "gradient_norm"):
    assert name in given, where + f"{name!r} is missing in the logs."
print("The visible check of clipped_model passed.")

# %% [markdown]
# ## Own steps for validation and prediction
#
# `evaluate`, and the validation inside `fit`, call `test_step(self, data)`; `predict` calls `predict_step(self, data)`. Both run with `training=False`. Two examples in one class: `predict` gives probabilities though the model ends in logits, and `evaluate` also reports how *sure* the model is, the mean of its highest probability.


# %%
class SureModel(keras.Model):
    """A model that predicts probabilities, and says how sure it is."""

    def predict_step(self, data):
        x, _, _ = keras.utils.unpack_x_y_sample_weight(data)
        return keras.ops.softmax(self(x, training=False))

    def test_step(self, data):
        x, y = data
        y_pred = self(x, training=False)
        loss = self.compute_loss(x=x, y=y, y_pred=y_pred, training=False)
        for metric in self.metrics:
            if metric.name == "loss":
                metric.update_state(loss, sample_weight=tf.shape(x)[0])
            else:
                metric.update_state(y, y_pred)
        logs = {metric.name: metric.result() for metric in self.metrics}
        highest = keras.ops.max(keras.ops.softmax(y_pred), axis=-1)
        return {**logs, "sure": keras.ops.mean(highest)}


# %% [markdown]
# `fit` hands over pairs, and `predict` inputs alone; `unpack_x_y_sample_weight` takes apart whatever comes. **Predict before you run:** which is larger, its mean highest probability or its accuracy?

# %%
sure_model = SureModel(own_model.inputs, own_model.outputs)
sure_model.compile(loss=cross_entropy, metrics=["accuracy"])
sure_logs = sure_model.evaluate(
    x_valid, y_valid, batch_size=1000, verbose=0, return_dict=True
)
print({name: round(value, 2) for name, value in sure_logs.items()})
probabilities = sure_model.predict(x_valid, verbose=0)
print(f"sums of three rows: {probabilities[:3].sum(axis=1).round(3)}")

# %% [markdown]
# Its highest probability is 0.77 in the mean, and it is right for 0.82, give or take 0.02 (two standard errors for 1,000 pictures): a little too modest, which a strong regularizer often brings. (`sure` stands for the last batch only; here there is one. A `keras.metrics.Mean` would take the mean over all batches.)
#
# ### Exercise `mirror_model`
#
# A shoe that points left is still a shoe. Write the class `MirrorModel`, derived from `keras.Model` and made as `MirrorModel(inputs, outputs)`. Its outputs are the **mean** of the outputs for a picture and for the same picture mirrored left to right, in inference mode,
#
# - in `predict`, by `predict_step`;
# - in `evaluate`, by `test_step`: the loss and the compiled metrics are those of the mean outputs. They come back under their usual names.
#
# `fit` trains as always, on the pictures as they are. A batch has the shape `(pictures, height, width, channels)`. The data are pairs `(x, y)`.
#
# <details><summary>Hint</summary><code>keras.ops.flip(x, axis=…)</code>. Which axis runs from left to right?</details>
# <details><summary>Deeper hint</summary>Write a method that returns the mean outputs for <code>x</code>, and call it in both steps. <code>train_step</code> isn't mentioned at all.</details>

# %% solution="mirror_model"
MirrorModel = ...
### BEGIN SOLUTION


class MirrorModel(keras.Model):
    """A model that also looks at the mirror image when it is used."""

    def both(self, x):
        """Return the mean outputs for pictures and their mirror images."""
        mirrored = keras.ops.flip(x, axis=2)
        return (self(x, training=False) + self(mirrored, training=False)) / 2

    def predict_step(self, data):
        x, _, _ = keras.utils.unpack_x_y_sample_weight(data)
        return self.both(x)

    def test_step(self, data):
        x, y = data
        y_pred = self.both(x)
        loss = self.compute_loss(x=x, y=y, y_pred=y_pred, training=False)
        for metric in self.metrics:
            if metric.name == "loss":
                metric.update_state(loss)
            else:
                metric.update_state(y, y_pred)
        return {metric.name: metric.result() for metric in self.metrics}


### END SOLUTION

# %% grade="mirror_model"
where = "Exercise mirror_model: "
assert MirrorModel is not ..., where + "replace the dots by a class."
assert isinstance(MirrorModel, type), where + "this is not a class."
assert issubclass(MirrorModel, keras.Model), where + "derive it from Model."
ends = keras.Input((4, 4, 1))
tried = MirrorModel(ends, keras.layers.Dense(1)(keras.layers.Flatten()(ends)))
tried.compile(loss="mse", metrics=["mae"], run_eagerly=True)
noisy = np.random.default_rng(0).normal(size=(2, 4, 4, 1))
given = tried.evaluate(noisy, np.ones((2, 1)), verbose=0, return_dict=True)
assert {"loss", "mae"} <= set(given), where + "`evaluate` lacks a name."
both = tried.predict(np.stack([noisy[0], noisy[0][:, ::-1]]), verbose=0)
message = "a picture and its mirror image get different outputs."
assert np.allclose(both[0], both[1], atol=1e-4), where + message
print("The visible check of mirror_model passed.")

# %% [markdown]
# ## Add gradients up
#
# A batch that doesn't fit into memory can be cut into parts. **Gradient accumulation** adds up the parts' gradients and applies them *once*. **Predict before you run:** four parts of 100, gradients added up. How does the sum compare with the gradient of the whole batch of 400?


# %%
def kernel_gradient(model, rows):
    """Return the gradient of the mean cross-entropy for one kernel."""
    with tf.GradientTape() as tape:
        logits = model(x_train[rows], training=False)
        value = cross_entropy(y_train[rows], logits)
    return tape.gradient(value, model.get_layer("logits").kernel)


# %%
keras.utils.set_random_seed(14)
whole_model = build_model()
whole = kernel_gradient(whole_model, slice(0, 400))
parts = [
    kernel_gradient(whole_model, slice(start, start + 100))
    for start in (0, 100, 200, 300)
]
summed = tf.add_n(parts)
print(f"norm of the whole batch: {tf.norm(whole):.3f}")
print(f"norm of the sum:         {tf.norm(summed):.3f}")
print(f"norm of the sum / 4:     {tf.norm(summed / 4):.3f}")

# %% [markdown]
# Four times too long: the loss is a *mean* over the batch, so the gradients have to be averaged. With the sum, four parts act like a learning rate four times as high. And parts of different sizes count by their rows, or a part of 10 weighs as much as a part of 100.
#
# (`keras.optimizers.Adam(gradient_accumulation_steps=4)` does this for parts of one size. BatchNormalization sees each part for itself, whatever you do.)
#
# ### Exercise `accumulated_step`
#
# Write `accumulated_step(model, optimizer, loss_function, parts)`. `parts` is a list of pairs `(x, y)`, possibly of **different sizes**. The function makes **one** update, the same as for all rows in one batch: the loss is the mean of `loss_function` over all rows, plus the model's own losses, *once*. `loss_function(y, outputs)` gives the mean over the rows of a part. The hidden models have neither Dropout nor BatchNormalization, and their own losses depend on the weights alone. Nothing need be returned, and nothing is compiled.
#
# The parts stay parts: in memory there is no room for all rows together.
#
# <details><summary>Hint</summary>Which share of all rows does a part have?</details>
# <details><summary>Deeper hint</summary>Multiply each part's <em>loss</em>, own losses included, by its share. The shares add up to 1, and then the gradients only have to be added.</details>

# %% solution="accumulated_step"
accumulated_step = ...
### BEGIN SOLUTION


def accumulated_step(model, optimizer, loss_function, parts):
    """Make one update from the gradients of several parts."""
    rows = sum(len(x) for x, _ in parts)
    total = [keras.ops.zeros_like(w) for w in model.trainable_weights]
    for x, y in parts:
        with tf.GradientTape() as tape:
            outputs = model(x, training=True)
            loss = loss_function(y, outputs) + sum(model.losses)
            loss = loss * (len(x) / rows)
        gradients = tape.gradient(loss, model.trainable_weights)
        total = [a + g for a, g in zip(total, gradients, strict=True)]
    optimizer.apply(total, model.trainable_weights)


### END SOLUTION

# %% grade="accumulated_step"
where = "Exercise accumulated_step: "
assert accumulated_step is not ..., where + "replace the dots by a function."
tried = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
few = (np.ones((4, 3), "float32"), np.full((4, 1), 9, "float32"))
tried_optimizer = keras.optimizers.SGD(0.01)
accumulated_step(
    tried, tried_optimizer, keras.losses.MeanSquaredError(), [few, few, few]
)
assert int(tried_optimizer.iterations.numpy()) == 1, (
    where + "apply the gradients once, not never and not for each part."
)
print("The visible check of accumulated_step passed.")

# %% [markdown]
# ## A step as a graph
#
# Our loops were slow: Python ran every operation one by one. `tf.function` runs the Python code *once* for each new shape, type, or Python value it is given, writes down a **graph**, and from then on runs the graph. That first run is called **tracing** (lesson 08). `fit` does it for you.

# %%
graph_model, graph_sgd = build_model(), keras.optimizers.SGD(0.01)
graph_sgd.build(graph_model.trainable_weights)


@tf.function
def graph_step(x, y):
    """Do one step of training, as a graph."""
    with tf.GradientTape() as tape:
        logits = graph_model(x, training=True)
        value = cross_entropy(y, logits) + sum(graph_model.losses)
    gradients = tape.gradient(value, graph_model.trainable_weights)
    graph_sgd.apply(gradients, graph_model.trainable_weights)
    return value


# %% [markdown]
# An optimizer makes its variables when it is first used. A graph should find them there, so `build` comes first. How much faster is it? Your computer has other numbers.

# %% tags=["demonstration", "nbval-ignore-output"]
few_x, few_y = tf.constant(x_train[:32]), tf.constant(y_train[:32])
graph_step(few_x, few_y)
seconds = {}
for name, step in (
    ("eager", graph_step.python_function),
    ("graph", graph_step),
):
    began = time.perf_counter()
    for _ in range(50):
        step(few_x, few_y)
    seconds[name] = time.perf_counter() - began
ratio = seconds["eager"] / seconds["graph"]
print(f"as a graph, a step is {ratio:.0f} times as fast")

# %% [markdown]
# Several times as fast, for a model as small as this one. But tracing costs as much as many steps, so it must not happen often. `experimental_get_tracing_count` counts. **Predict before you run:** how often is each of these functions traced?

# %%
scaled = tf.function(lambda x, rate: tf.reduce_sum(x) * rate)
for rate in (0.1, 0.2, 0.3):
    scaled(tf.ones(5), rate)
print("three Python numbers:", scaled.experimental_get_tracing_count())
scaled = tf.function(lambda x, rate: tf.reduce_sum(x) * rate)
for rate in (0.1, 0.2, 0.3):
    scaled(tf.ones(5), tf.constant(rate))
print("three tensors:       ", scaled.experimental_get_tracing_count())
scaled = tf.function(lambda x, rate: tf.reduce_sum(x) * rate)
for rows in (5, 6, 7, 8):
    scaled(tf.ones(rows), tf.constant(0.1))
print("four shapes:         ", scaled.experimental_get_tracing_count())

# %% [markdown]
# A Python number is a *constant* of the graph, so each new one needs a new graph (**retracing**). A tensor is an argument. Each new shape is traced, too, such as the last, smaller batch's. The cures:

# %%
scaled = tf.function(
    lambda x, rate: tf.reduce_sum(x) * rate,
    input_signature=[tf.TensorSpec([None]), tf.TensorSpec([])],
)
for rows, rate in ((5, 0.1), (6, 0.2), (7, 0.3)):
    scaled(tf.ones(rows), rate)
print("with a signature:", scaled.experimental_get_tracing_count())
scaled = tf.function(lambda x: tf.reduce_sum(x), reduce_retracing=True)
for rows in (5, 6, 7, 8):
    scaled(tf.ones(rows))
print("reduce_retracing:", scaled.experimental_get_tracing_count())

# %% [markdown]
# With an `input_signature` numbers become tensors, and `None` stands for any size: one graph. `reduce_retracing=True` traces again at the second shape, then fits any size (but not Python numbers). And what is a variable, such as `optimizer.learning_rate`, can be assigned outside the graph.
#
# ### Exercise `steady_step`
#
# Write the function `make_steady_step(model, optimizer, loss_function)`. It returns **two functions**, `step, traced`:
#
# - `step(x, y, rate)` does one step of training with the learning rate `rate`, as in `one_step`, and returns the loss. `x` and `y` are tensors of shapes `(rows, features)` and `(rows, 1)`, type `float32`. `rate` is a Python number.
# - `traced` is the `tf.function` that does the work in `step`; it may be `step` itself. Another `rate` never makes it trace again. For batches of *many* sizes it is traced **at most twice**.
#
# The optimizer's own `learning_rate` may be changed.
#
# <details><summary>Hint</summary>What <code>step</code> does before it calls <code>traced</code> is plain Python.</details>
# <details><summary>Deeper hint</summary>Give <code>traced</code> only <code>x</code> and <code>y</code>, and assign <code>optimizer.learning_rate</code> in <code>step</code>. Then only the sizes are left to be cured.</details>

# %% solution="steady_step"
make_steady_step = ...
### BEGIN SOLUTION


def make_steady_step(model, optimizer, loss_function):
    """Return a step of training, and the graph function inside it."""
    optimizer.build(model.trainable_weights)

    @tf.function(reduce_retracing=True)
    def traced(x, y):
        with tf.GradientTape() as tape:
            outputs = model(x, training=True)
            loss = loss_function(y, outputs) + sum(model.losses)
        gradients = tape.gradient(loss, model.trainable_weights)
        optimizer.apply(gradients, model.trainable_weights)
        return loss

    def step(x, y, rate):
        optimizer.learning_rate = rate
        return traced(x, y)

    return step, traced


### END SOLUTION

# %% grade="steady_step"
where = "Exercise steady_step: "
assert make_steady_step is not ..., where + "replace the dots by a function."
tried = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
tools = keras.optimizers.SGD(0.01), keras.losses.MeanSquaredError()
given = make_steady_step(tried, *tools)
assert isinstance(given, (tuple, list)), where + "return two functions."
assert len(given) == 2, where + "return two functions."
message = "the second is not a tf.function."
assert hasattr(given[1], "experimental_get_tracing_count"), where + message
value = given[0](tf.ones((4, 3)), tf.ones((4, 1)), 0.1)
assert value is not None, where + "a step returns the loss."
print("The visible check of steady_step passed.")

# %% [markdown]
# ## A pipeline for the data
#
# `tf.data` prepares batches while the model trains. A **pipeline** is a chain of steps, and their *order* matters. Eight numbers, first shuffled and then batched, then the other way round. The number in `shuffle` is its buffer's size; as large as the data, it mixes everything. **Predict before you run:** which neighbors stay together?

# %%
numbers = tf.data.Dataset.range(8)
right = numbers.shuffle(8, seed=14).batch(2)
wrong = numbers.batch(2).shuffle(4, seed=14)
print(
    "shuffle, batch:", [batch.tolist() for batch in right.as_numpy_iterator()]
)
print(
    "batch, shuffle:", [batch.tolist() for batch in wrong.as_numpy_iterator()]
)

# %% [markdown]
# After `batch` only whole batches change places: the same rows meet in every epoch. And the buffer counts *elements*: smaller than the data, it mixes only neighbors.
#
# `cache` keeps what has come so far, from the first epoch on. **Predict before you run:** what does a cache behind `shuffle` keep?

# %%
cached_late = numbers.shuffle(8, seed=14).cache()
cached_early = numbers.cache().shuffle(8, seed=14)
for name, chain in (
    ("shuffle, cache", cached_late),
    ("cache, shuffle", cached_early),
):
    for number in (1, 2):
        order_now = [int(n) for n in chain.as_numpy_iterator()]
        print(f"{name}, epoch {number}: {order_now}")

# %% [markdown]
# It keeps the *order* too: every epoch is the same. So: `map` what is costly and always the same, `cache`, `shuffle`, `batch`, and at the very end `prefetch`, which prepares the next batch while the model works on this one. (`num_parallel_calls` lets `map` prepare several rows at once; `tf.data.AUTOTUNE` leaves such numbers to TensorFlow.) What is random (augmentation) goes behind the cache.
#
# What does it bring? Each row is prepared by sixty rounds of arithmetic, and a pause of 20 ms stands for a training step. (Where `prefetch` is missing, `tf.data` adds one at the end by itself; for this comparison we switch that off.) **Predict before you run:** in the first way a batch costs preparing *and* training, one after the other. What share of that is left with prefetching, and what with a cache? We time the second epoch:


# %%
def prepared(row):
    """Return a row after sixty rounds of arithmetic."""
    for _ in range(60):
        row = tf.sin(row) + tf.cumsum(row)
    return row


def second_epoch(pipeline):
    """Return the seconds of the second epoch, with 20 ms a batch."""
    for _ in range(2):
        began = time.perf_counter()
        for _ in pipeline:
            time.sleep(0.02)
    return time.perf_counter() - began


# %% tags=["demonstration", "nbval-ignore-output"]
options = tf.data.Options()
options.experimental_optimization.inject_prefetch = False
source = tf.data.Dataset.from_tensor_slices(x_train[:400])
mapped = source.map(prepared).with_options(options)
chains = {
    "map, batch": mapped.batch(50),
    "map, batch, prefetch": mapped.batch(50).prefetch(2),
    "map, cache, batch, prefetch": mapped.cache().batch(50).prefetch(2),
}
seconds = {name: second_epoch(chain) for name, chain in chains.items()}
for name, value in seconds.items():
    print(f"{name:28} {value / max(seconds.values()):.2f}")

# %% [markdown]
# The slowest way is 1. Here preparing a batch takes about as long as the pause. Prefetching prepares the next batch *during* the training of this one, so a batch costs the longer of the two, about 0.6 to 0.7 with what it takes to hand batches over. With the cache nothing is prepared in the second epoch, and training is all that is left, about 0.5. `fit` takes such a data set as it is, without `batch_size`. (It cannot shuffle it, so we say `shuffle=False`.)

# %%
train_pairs = tf.data.Dataset.from_tensor_slices((x_train, y_train))
train_pairs = train_pairs.cache().shuffle(4000, seed=14).batch(150)
keras.utils.set_random_seed(14)
fed_model = build_model()
fed_model.compile(optimizer="adam", loss=cross_entropy, metrics=["accuracy"])
fed_history = fed_model.fit(
    train_pairs.prefetch(2), epochs=2, shuffle=False, verbose=2
)

# %% [markdown]
# ### Exercise `make_pipeline`
#
# Write `make_pipeline(x, y, prepare, batch_size)`. It returns a `tf.data.Dataset` of pairs: a batch of prepared rows, and their labels. `x` and `y` are NumPy arrays. `prepare` takes **one row** of `x` as a tensor, and costs much, so it runs once for each row and *never again* in a later epoch.
#
# Every epoch has every row once, each with its own label, in a **new order over all rows**. The batches have `batch_size` rows; the last one may have fewer, and no row is dropped. The next batch is prepared while the model trains.
#
# <details><summary>Hint</summary>Five steps behind <code>from_tensor_slices</code>. Their order is in the text above.</details>
# <details><summary>Deeper hint</summary>The function in <code>map</code> is given a row and a label, and returns both: <code>lambda row, label: (prepare(row), label)</code>.</details>

# %% solution="make_pipeline"
make_pipeline = ...
### BEGIN SOLUTION


def make_pipeline(x, y, prepare, batch_size):
    """Return a data set of prepared, shuffled batches."""
    dataset = tf.data.Dataset.from_tensor_slices((x, y))
    dataset = dataset.map(lambda row, label: (prepare(row), label))
    dataset = dataset.cache().shuffle(len(x)).batch(batch_size)
    return dataset.prefetch(tf.data.AUTOTUNE)


### END SOLUTION

# %% grade="make_pipeline"
where = "Exercise make_pipeline: "
assert make_pipeline is not ..., where + "replace the dots by a function."
given = make_pipeline(
    np.arange(20.0).reshape(10, 2), np.arange(10), lambda row: -row, 4
)
assert isinstance(given, tf.data.Dataset), where + "return a tf.data.Dataset."
sizes = [len(pair[1]) for pair in given]
assert sizes == [4, 4, 2], where + f"batches of {sizes}, not of [4, 4, 2]."
print("The visible check of make_pipeline passed.")

# %% [markdown]
# ## A step without side effects
#
# Everything so far *changed* a model. Keras also has a **stateless** way: all variables go in as arguments, and come out as results. It makes plain what a step reads and writes. `stateless_call` runs the model:

# %%
keras.utils.set_random_seed(14)
pure_model = build_model()
trainable = [v.value for v in pure_model.trainable_variables]
fixed = [v.value for v in pure_model.non_trainable_variables]
with tf.GradientTape() as tape:
    tape.watch(trainable)
    logits, new_fixed, own = pure_model.stateless_call(
        trainable, fixed, x_train[:100], training=True, return_losses=True
    )
    value = cross_entropy(y_train[:100], logits) + sum(own)
gradients = tape.gradient(value, trainable)
new_trainable = [v - 0.1 * g for v, g in zip(trainable, gradients, strict=True)]

# %% [markdown]
# A tape records tensors only if told to (`watch`); on TensorFlow `v.value` is the variable itself, recorded anyway. `new_fixed` holds the new moving statistics and Dropout's next random state. The last line is SGD with a rate of 0.1. `step_model` took the same first step by hand. **Predict before you run:** did `pure_model` change?

# %%
own_kernel = pure_model.get_layer("hidden").kernel.numpy()
gap = np.abs(new_trainable[0] - step_model.get_layer("hidden").kernel).max()
print(f"step by hand and stateless step differ by {gap:.4f}")
moved = np.abs(new_trainable[0] - own_kernel).max()
print(f"the new kernel and the model's differ by  {moved:.4f}")

# %% [markdown]
# The model still has its first weights. The new ones are a *result*; to put them into the model, you would `assign` them. The optimizer's step has a stateless way too, `new_trainable, state = optimizer.stateless_apply(state, gradients, trainable)`. **Predict before you run:** on TensorFlow?

# %% tags=["raises-exception"]
# %xmode Minimal
pure_sgd = keras.optimizers.SGD(0.1)
pure_sgd.build(pure_model.trainable_variables)
state = [v.value for v in pure_sgd.variables]
pure_sgd.stateless_apply(state, gradients, trainable)

# %% [markdown]
# It is refused: `stateless_apply` is made for JAX, another backend of Keras, whose compiled functions must not change anything outside. There, a step of training is `stateless_call` and `stateless_apply`. With TensorFlow you write `apply`.
#
# ## Two networks, two optimizers
#
# A **GAN** (generative adversarial network) is two networks against each other. The **generator** makes points from random noise. The **discriminator** says of each point whether it is real (1) or made (0). The discriminator learns to tell them apart, and the generator learns to be taken for real. Our real points lie on a ring.


# %%
def real_points(count, seed):
    """Return points on a ring of radius 2, a little scattered."""
    rng = np.random.default_rng(seed)
    angles = rng.uniform(0, 2 * np.pi, count)
    ring = 2 * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return (ring + rng.normal(0, 0.1, ring.shape)).astype("float32")


# %%
def build_network(width, size, outputs_count):
    """Return a small network."""
    return keras.Sequential(
        [
            keras.Input(shape=(size,)),
            keras.layers.Dense(width, activation="leaky_relu"),
            keras.layers.Dense(width, activation="leaky_relu"),
            keras.layers.Dense(outputs_count),
        ]
    )


# %% [markdown]
# Each network has an optimizer of its own, and *each optimizer gets the weights of its own network alone*. When the generator learns, the gradient goes back **through** the discriminator, but the discriminator's weights stay.


# %%
class GAN(keras.Model):
    """A generator and a discriminator that train each other."""

    def __init__(self, generator, discriminator, **kwargs):
        super().__init__(**kwargs)
        self.generator, self.discriminator = generator, discriminator
        self.judge = keras.losses.BinaryCrossentropy(from_logits=True)

    def compile(self, generator_optimizer, discriminator_optimizer):
        super().compile()
        self.generator_optimizer = generator_optimizer
        self.discriminator_optimizer = discriminator_optimizer

    def train_step(self, real):
        noise = tf.random.normal((tf.shape(real)[0], 4))
        made = self.generator(noise, training=True)
        with tf.GradientTape() as tape:
            for_real = self.discriminator(real, training=True)
            for_made = self.discriminator(made, training=True)
            d_loss = self.judge(tf.ones_like(for_real), for_real)
            d_loss += self.judge(tf.zeros_like(for_made), for_made)
        weights = self.discriminator.trainable_weights
        gradients = tape.gradient(d_loss, weights)
        self.discriminator_optimizer.apply(gradients, weights)
        with tf.GradientTape() as tape:
            made = self.generator(noise, training=True)
            for_made = self.discriminator(made, training=True)
            g_loss = self.judge(tf.ones_like(for_made), for_made)
        weights = self.generator.trainable_weights
        gradients = tape.gradient(g_loss, weights)
        self.generator_optimizer.apply(gradients, weights)
        return {"d_loss": d_loss, "g_loss": g_loss}


# %% [markdown]
# The generator's labels are *ones* for made points: it wants them taken for real. Random points need no shuffling; `repeat(8)` makes one epoch of 800 batches.

# %% tags=["demonstration"]
keras.utils.set_random_seed(14)
gan = GAN(build_network(32, 4, 2), build_network(64, 2, 1))
gan.compile(
    generator_optimizer=keras.optimizers.Adam(0.001, beta_1=0.5),
    discriminator_optimizer=keras.optimizers.Adam(0.002, beta_1=0.5),
)

# %% tags=["demonstration", "nbval-ignore-output"]
show_noise = np.random.default_rng(14).normal(size=(400, 4))
shots = [gan.generator(show_noise).numpy()]
for _ in range(3):
    points = tf.data.Dataset.from_tensor_slices(real_points(6400, 14))
    gan.fit(points.batch(64).repeat(8), shuffle=False, verbose=2)
    shots.append(gan.generator(show_noise).numpy())

# %% tags=["demonstration", "tolerance-0.4"]
for steps, shot in zip((0, 800, 1600, 2400), shots, strict=True):
    radii = np.linalg.norm(shot, axis=1)
    print(f"{steps:5} steps: mean radius {radii.mean():.1f}", end=", ")
    print(f"standard deviation {radii.std():.1f}")

# %% tags=["demonstration"]
figure, axes = plt.subplots(1, 4, figsize=(9, 2.5), sharex=True, sharey=True)
for axis, shot, steps in zip(axes, shots, (0, 800, 1600, 2400), strict=True):
    ring = real_points(400, 1)
    axis.plot(ring[:, 0], ring[:, 1], "o", color="0.75", markersize=2)
    axis.plot(shot[:, 0], shot[:, 1], "x", color="C0", markersize=3)
    axis.set(title=f"{steps} steps", xlim=(-3, 3), ylim=(-3, 3), aspect="equal")
plt.show()

# %% [markdown]
# *Picture:* four squares, each with a gray ring of real points and 400 crosses that the generator made. Before training the crosses are a heap in the middle. After 800 steps they lie on the ring, with some strays inside; after 2,400 nearly all do.
#
# The generator has never *seen* a real point. All that it knows of the ring came back through the discriminator, as gradients. The two losses hardly move, because both networks become better: from a GAN's losses alone you cannot tell how it is doing. Look at what it makes.
#
# **What if both optimizers get all weights?** Then the generator's step also changes the discriminator: it learns to take made points for real, and no longer tells anybody anything. No error says so.
#
# ### Exercise `gan_step`
#
# Other GANs judge by **squared errors**: the discriminator gives any number, and should give 1 for real and 0 for made points. Write `gan_step(generator, discriminator, generator_optimizer, discriminator_optimizer, real, noise)`: one step for both networks, with the same `noise`.
#
# - The discriminator's loss: the mean of `(output - 1)²` over the real rows, plus the mean of `output²` over the made ones. `discriminator_optimizer` changes the discriminator alone.
# - The generator's loss: the mean of `(output - 1)²` over the made rows. `generator_optimizer` changes the generator alone.
# - It returns both losses: the discriminator's, then the generator's, each from before its own change.
# - Either network may learn first, in either mode.
#
# <details><summary>Hint</summary>Take <code>train_step</code> of <code>GAN</code> apart: which lines stay?</details>
# <details><summary>Deeper hint</summary>The generator must run inside the tape of its own step. <code>keras.ops.mean(keras.ops.square(…))</code>.</details>

# %% solution="gan_step"
gan_step = ...
### BEGIN SOLUTION


def gan_step(
    generator,
    discriminator,
    generator_optimizer,
    discriminator_optimizer,
    real,
    noise,
):
    """Train the discriminator, then the generator; return both losses."""
    made = generator(noise, training=True)
    with tf.GradientTape() as tape:
        for_real = discriminator(real, training=True)
        for_made = discriminator(made, training=True)
        d_loss = keras.ops.mean(keras.ops.square(for_real - 1))
        d_loss += keras.ops.mean(keras.ops.square(for_made))
    weights = discriminator.trainable_weights
    discriminator_optimizer.apply(tape.gradient(d_loss, weights), weights)
    with tf.GradientTape() as tape:
        for_made = discriminator(generator(noise, training=True), training=True)
        g_loss = keras.ops.mean(keras.ops.square(for_made - 1))
    weights = generator.trainable_weights
    generator_optimizer.apply(tape.gradient(g_loss, weights), weights)
    return d_loss, g_loss


### END SOLUTION

# %% grade="gan_step"
where = "Exercise gan_step: "
assert gan_step is not ..., where + "replace the dots by a function."
makers = [keras.Sequential([keras.layers.Dense(n)]) for n in (2, 1)]
for maker in makers:
    maker.build((None, 2))
before = [maker.get_weights()[0] for maker in makers]
tools = [keras.optimizers.SGD(0.1), keras.optimizers.SGD(0.1)]
given = gan_step(*makers, *tools, tf.ones((5, 2)), tf.ones((5, 2)))
assert np.size(given) == 2, where + "return two losses."
after = [maker.get_weights()[0] for maker in makers]
message = "the generator did not learn."
assert not np.allclose(before[0], after[0]), where + message
message = "the discriminator did not learn."
assert not np.allclose(before[1], after[1]), where + message
print("The visible check of gan_step passed.")

# %% [markdown]
# ## What you have done
#
# In this lesson you have
#
# - recorded gradients, and found out when they are `None`;
# - written a loop that agrees with `fit` after each of 81 steps, and asserted it;
# - put steps of your own into `fit`, `evaluate` and `predict`;
# - clipped gradients by their global norm, and averaged them over parts;
# - counted tracings, and cured them;
# - ordered a pipeline: map, cache, shuffle, batch, prefetch;
# - trained two networks, each with its own optimizer and its own weights.
#
# Whenever you write a step, ask five things: training mode? own losses? which weights? clipped before `apply`? averaged, not summed? Lesson 15 is yours: one open task, with everything that you know.
#
# ## Going further
#
# - Does the global norm fit all networks, or should each layer be clipped by its own size? A. Brock and others, [*High-performance large-scale image recognition without normalization*](https://arxiv.org/abs/2102.06171), ICML 2021.
# - Why does a GAN often make only a few kinds of points, and what helps? M. Arjovsky, S. Chintala and L. Bottou, [*Wasserstein GAN*](https://arxiv.org/abs/1701.07875), ICML 2017. (Its discriminator may not learn too fast, and is trained several steps for one of the generator.)
# - How large a batch is worth its price? S. McCandlish and others, [*An empirical model of large-batch training*](https://arxiv.org/abs/1812.06162), 2018.
#
# **Where this comes from.** GAN: I. Goodfellow and others, *Generative adversarial nets*, NeurIPS, 2014; squared errors: X. Mao and others, *Least squares generative adversarial networks*, ICCV, 2017. Clipping by norm: R. Pascanu, T. Mikolov and Y. Bengio, *On the difficulty of training recurrent neural networks*, ICML, 2013. Fashion-MNIST: H. Xiao, K. Rasul and R. Vollgraf, 2017.
# Documentation: [a training loop from scratch](https://keras.io/guides/writing_a_custom_training_loop_in_tensorflow/), [what happens in `fit`](https://keras.io/guides/custom_train_step_in_tensorflow/), [`tf.function`](https://www.tensorflow.org/guide/function), [`tf.data`](https://www.tensorflow.org/guide/data_performance).

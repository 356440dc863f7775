"""Models carried across: rebuilt with the same predictions, or opaque with a kind word."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers, ops

from graders.evidence import Unusable, kinds
from graders.evidence.asking import UndecidedError


def data(shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape).astype("float32")


def assert_same(model, inputs, evidence):
    """Check that predictions, parameters and the weights' values crossed."""
    expected = keras.tree.flatten(model(inputs, training=False))
    found = keras.tree.flatten(evidence.predict(inputs))
    assert len(expected) == len(found)
    for mine, theirs in zip(expected, found, strict=True):
        assert theirs == pytest.approx(np.asarray(mine), abs=1e-5)
    assert evidence.parameters == model.count_params()
    trainable = sum(int(np.prod(weight.shape)) for weight in model.trainable_weights)
    assert evidence.architecture.trainable_parameters == trainable
    assert evidence.architecture.parameters == model.count_params()


def sequential():
    return keras.Sequential(
        [
            layers.Input((28, 28)),
            layers.Rescaling(1 / 255),
            layers.Flatten(),
            layers.Dense(30, activation="relu", kernel_regularizer="l2"),
            layers.BatchNormalization(),
            layers.Dropout(0.2),
            layers.Dense(10),
            layers.Softmax(),
        ]
    ), data((4, 28, 28))


def nested():
    inner = keras.Sequential([layers.Input((4,)), layers.Dense(3, "relu"), layers.Dense(2)], name="inner")
    inputs = keras.Input((4,))
    deep = keras.Model(inputs, layers.Dense(5)(inner(inputs)), name="deep")
    top = keras.Input((4,))
    return keras.Model(top, [deep(top), inner(top)]), data((4, 4))


def several_inputs_by_name():
    wide = keras.Input((5,), name="wide")
    deep = keras.Input((6,), name="deep")
    series = keras.Input((7, 2), name="series")
    hidden = ops.relu(layers.Dense(3)(deep)) + wide[:, :3] * 2.0
    merged = layers.Concatenate()([hidden, wide, layers.Bidirectional(layers.LSTM(4))(series)])
    price = layers.Dense(1, activation=keras.activations.sigmoid, name="price")(merged)
    model = keras.Model(
        {"wide": wide, "deep": deep, "series": series},
        {"price": price, "mean": ops.mean(hidden, axis=-1, keepdims=True)},
    )
    return model, {"wide": data((4, 5)), "deep": data((4, 6)), "series": data((4, 7, 2))}


def shared_layer():
    encoder = layers.LSTM(3)
    left, right = keras.Input((5, 2)), keras.Input((5, 2))
    difference = ops.abs(encoder(left) - encoder(right))
    return keras.Model((left, right), layers.Dense(1)(difference)), (data((4, 5, 2)), data((4, 5, 2), 1))


def layer_shared_between_inner_and_outer_model():
    dense = layers.Dense(4)
    inputs = keras.Input((4,))
    inner = keras.Model(inputs, ops.tanh(dense(inputs)))
    outer = keras.Input((4,))
    return keras.Model(outer, inner(outer) + dense(outer)), data((4, 4))


def recurrent_with_states():
    inputs = keras.Input((6, 3))
    sequence, hidden, cell = layers.LSTM(4, return_sequences=True, return_state=True)(inputs)
    decoded = layers.LSTM(4, return_sequences=True)(sequence, initial_state=[hidden, cell])
    rnn = layers.RNN([layers.GRUCell(3), layers.SimpleRNNCell(2)])(decoded)
    return keras.Model(inputs, [rnn, layers.Bidirectional(layers.GRU(2), merge_mode="sum")(sequence)]), data(
        (4, 6, 3)
    )


def masked_text():
    inputs = keras.Input((6,), dtype="int32")
    x = layers.Embedding(20, 4, mask_zero=True)(inputs)
    x = layers.LSTM(3, return_sequences=True)(x)
    return keras.Model(inputs, layers.Dense(2)(layers.GlobalAveragePooling1D()(x))), np.random.default_rng(
        0
    ).integers(0, 20, (4, 6))


def normalised():
    layer = layers.Normalization()
    layer.adapt(data((50, 3)) * 9 + 4)
    return keras.Sequential([layers.Input((3,)), layer, layers.Dense(1)]), data((4, 3))


def time_distributed():
    look = keras.Sequential([layers.Input((8, 8, 1)), layers.Conv2D(2, 3), layers.Flatten()])
    return keras.Sequential([layers.Input((5, 8, 8, 1)), layers.TimeDistributed(look), layers.GRU(3)]), data(
        (2, 5, 8, 8, 1)
    )


def attention():
    inputs = keras.Input((6, 4))
    x = layers.MultiHeadAttention(2, 3)(inputs, inputs) + inputs
    x = layers.LayerNormalization()(x)
    return keras.Model(inputs, layers.Attention()([x, inputs])), data((2, 6, 4))


def separable_residual():
    inputs = keras.Input((16, 16, 3))
    x = layers.SeparableConv2D(8, 3, padding="same", strides=2, use_bias=False)(inputs)
    x = layers.ReLU()(layers.BatchNormalization()(x))
    x = layers.DepthwiseConv2D(3, padding="same")(x)
    x = layers.Add()([x, layers.Conv2D(8, 1, strides=2)(inputs)])
    towers = [layers.Conv2D(4, size, padding="same", activation="swish")(x) for size in (1, 3, 5)]
    towers.append(layers.MaxPooling2D(3, strides=1, padding="same")(x))
    return keras.Model(inputs, layers.GlobalAveragePooling2D()(layers.concatenate(towers))), data(
        (2, 16, 16, 3)
    )


def frozen_in_part():
    base = keras.Sequential([layers.Input((3,)), layers.Dense(4), layers.BatchNormalization()])
    base.trainable = False
    base.layers[1].trainable = True
    return keras.Sequential([layers.Input((3,)), base, layers.Dense(1)]), data((4, 3))


def operations():
    inputs = keras.Input((4, 6))
    x = ops.transpose(inputs, (0, 2, 1))
    x = ops.reshape(x, (-1, 24))
    x = ops.concatenate([x, ops.square(x), ops.sqrt(ops.abs(x) + 1e-3)], axis=-1)
    x = ops.where(x > 0, x, 0.1 * x)
    x = ops.max(ops.stack([x, -x], axis=1), axis=1) / 3 - np.linspace(0, 1, 72, dtype="float32")
    return keras.Model(inputs, ops.softmax(x[..., 2:10:2])), data((3, 4, 6))


def own_train_step():
    class Careful(keras.Model):
        def train_step(self, batch):
            return super().train_step(batch)

    inputs = keras.Input((3,))
    return Careful(inputs, layers.Dense(2)(inputs)), data((4, 3))


class WideAndDeep(keras.Model):
    def __init__(self, **options):
        super().__init__(**options)
        self.hidden = [layers.Dense(4, activation="relu"), layers.Dense(4, activation="relu")]
        self.dropout = layers.Dropout(0.5)
        self.head = layers.Dense(1)

    def call(self, inputs, training=None):
        wide, x = inputs
        for layer in self.hidden:
            x = layer(x)
        return self.head(ops.concatenate([wide, self.dropout(x, training=training)], axis=-1))


def subclass_with_a_tuple():
    model, inputs = WideAndDeep(), (data((4, 2)), data((4, 5)))
    model(inputs)
    return model, inputs


def subclass_with_a_dict():
    class ByName(WideAndDeep):
        def call(self, inputs, training=None):
            return {"out": super().call((inputs["w"], inputs["d"]), training=training)}

    model, inputs = ByName(), {"w": data((4, 2)), "d": data((4, 5))}
    model(inputs)
    return model, inputs


class Residual(layers.Layer):
    def __init__(self, **options):
        super().__init__(**options)
        self.conv = layers.Conv2D(3, 3, padding="same", activation="relu")
        self.norm = layers.BatchNormalization()

    def call(self, inputs, training=None):
        return ops.relu(inputs + self.norm(self.conv(inputs), training=training))


def functional_with_a_layer_class():
    inputs = keras.Input((8, 8, 3))
    block = Residual()
    x = block(Residual()(block(inputs)))
    return keras.Model(inputs, layers.Dense(2)(layers.GlobalAveragePooling2D()(x))), data((2, 8, 8, 3))


MODELS = [
    sequential,
    nested,
    several_inputs_by_name,
    shared_layer,
    layer_shared_between_inner_and_outer_model,
    recurrent_with_states,
    masked_text,
    normalised,
    time_distributed,
    attention,
    separable_residual,
    frozen_in_part,
    operations,
    own_train_step,
    subclass_with_a_tuple,
    subclass_with_a_dict,
    functional_with_a_layer_class,
]


@pytest.mark.parametrize("make", MODELS, ids=lambda make: make.__name__)
def test_round_trip(carry, make):
    model, inputs = make()
    found = carry(model, kinds.Model())
    assert not isinstance(found, Unusable), found
    assert_same(model, inputs, found)


def test_weights_keep_paths_values_and_trainable(carry):
    model, _ = frozen_in_part()
    found = carry(model, kinds.Model())
    assert sorted(w.name for w in found.weights) == sorted(w.path.rpartition("/")[2] for w in model.weights)
    for mine, theirs in zip(model.weights, found.weights, strict=True):
        assert (mine.numpy() == theirs.values).all() and mine.trainable == theirs.trainable


def test_text_layer_with_an_adapted_vocabulary(carry):
    vectors = layers.TextVectorization(50, output_sequence_length=4)
    vectors.adapt(["a b c", "b c", "it's ünique"])
    inputs = keras.Input((), dtype="string")
    model = keras.Model(inputs, layers.LSTM(2)(layers.Embedding(50, 3, mask_zero=True)(vectors(inputs))))
    texts = tf.constant(["a c", "b zz ünique"])
    found = carry(model, kinds.Model())
    assert np.asarray(found.keras(texts)) == pytest.approx(np.asarray(model(texts)), abs=1e-6)


def test_unbuilt_sequential(carry):
    found = carry(keras.Sequential([layers.Dense(3, "relu"), layers.Dense(1)]), kinds.Model())
    assert not found.built and found.parameters == 0
    assert found.architecture.describe() == "Dense 3 relu → Dense 1"


def test_sequential_built_by_its_first_call(carry):
    model = keras.Sequential([layers.Dense(3), layers.Dense(1)])
    model(data((2, 4)))
    assert_same(model, data((2, 4)), carry(model, kinds.Model()))


def test_compiled_state(carry):
    model, _ = several_inputs_by_name()
    model.compile(
        loss={"price": "mse", "mean": keras.losses.BinaryCrossentropy(from_logits=True)},
        loss_weights={"price": 0.7, "mean": 0.3},
        optimizer=keras.optimizers.Adam(0.01),
        metrics={
            "price": ["mae", keras.metrics.RootMeanSquaredError(name="r")],
            "mean": [keras.metrics.AUC()],
        },
    )
    compiled = carry(model, kinds.Model()).compiled
    assert compiled.loss_of("price").name == "mean_squared_error"
    assert compiled.loss_of("mean").from_logits and compiled.loss_of("mean").name == "binary_crossentropy"
    assert compiled.loss_weights == {"price": 0.7, "mean": 0.3}
    assert compiled.metric_names == ["mean_absolute_error", "root_mean_squared_error", "auc"]
    assert (compiled.optimizer.name, compiled.learning_rate, compiled.iterations) == ("adam", 0.01, 0)
    assert compiled.metrics["price"][1].log_name == "r"


def test_slips_in_compile_are_facts_too(carry):
    model, _ = sequential()
    model.compile("adam", "mse", ["accuracy"])  # the third position is loss_weights
    compiled = carry(model, kinds.Model()).compiled
    assert (compiled.loss.name, compiled.loss_weights) == ("mean_squared_error", ["accuracy"])
    assert compiled.metric_names == []


@pytest.mark.parametrize(
    "loss",
    [
        "sparse_categorical_crossentropy",
        keras.losses.SparseCategoricalCrossentropy(),
        keras.losses.sparse_categorical_crossentropy,
    ],
)
def test_losses_have_one_name_however_they_are_given(carry, loss):
    model, _ = sequential()
    model.compile(loss=loss, metrics=["acc"])
    compiled = carry(model, kinds.Model()).compiled
    assert [str(item) for item in compiled.losses] == ["sparse_categorical_crossentropy"]
    assert compiled.metric_names == ["accuracy"] and compiled.metrics[0].log_name == "acc"


def test_own_loss_and_not_compiled(carry):
    def mine(y_true, y_pred):
        return ops.mean(y_true - y_pred)

    model, _ = sequential()
    assert carry(model, kinds.Model()).compiled is None
    model.compile(
        loss=mine, optimizer=keras.optimizers.SGD(keras.optimizers.schedules.ExponentialDecay(0.1, 9, 0.5))
    )
    compiled = carry(model, kinds.Model()).compiled
    assert compiled.loss.own and compiled.loss.name == "mine" and compiled.learning_rate == 0.1
    model.compile(loss=[None])


class Cumulative(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(2)

    def call(self, inputs):
        return tf.math.cumsum(self.dense(inputs))


def test_opaque_model_crosses_as_facts_and_is_asked(carry, put):
    model, inputs = Cumulative(), data((3, 4))
    expected = np.asarray(model(inputs))
    found = carry(model, kinds.Model(questions=[kinds.call(inputs), kinds.call("nonsense")]))
    assert not found.rebuilt and found.class_name == "Cumulative" and found.api == "subclass"
    assert found.answers[0].value == pytest.approx(expected) and found.answers[1].error is not None
    assert [weight.shape for weight in found.weights] == [(4, 2), (2,)] and found.parameters == 10
    assert found.architecture.outputs[0].shape == (None, 2)
    with pytest.raises(UndecidedError, match="runs code of your own"):
        found.predict(inputs)
    assert put(model, lambda it: it.predict(inputs)) == pytest.approx(expected)


def test_model_with_weights_of_its_own_is_opaque(carry):
    class Scale(keras.Model):
        def __init__(self):
            super().__init__()
            self.dense = layers.Dense(2)

        def build(self, shape):
            self.factor = self.add_weight(name="factor", shape=())
            self.dense.build(shape)

        def call(self, inputs):
            return self.dense(inputs) * self.factor

    model = Scale()
    model(data((2, 3)))
    found = carry(model, kinds.Model())
    assert not found.rebuilt and sorted(weight.name for weight in found.weights) == [
        "bias",
        "factor",
        "kernel",
    ]


def test_model_that_does_not_hold_its_layers_is_opaque(carry):
    kept_elsewhere = layers.Dense(1)

    class Outsourced(keras.Model):
        def call(self, inputs):
            return kept_elsewhere(inputs)

    class Forgetful(keras.Model):
        def call(self, inputs):
            return layers.Dense(1)(inputs)

    for kind in (Outsourced, Forgetful):
        model = kind()
        model(data((2, 3)))
        found = carry(model, kinds.Model())
        assert "weights that it does not hold" in found.reason
        assert not found.rebuilt and found.weights == ()


def test_class_that_was_never_called(carry):
    found = carry(WideAndDeep(), kinds.Model())
    assert isinstance(found, Unusable) and "called" in found.found and found.undecided


def test_methods_of_the_learners_own_are_named(carry):
    model, _ = own_train_step()
    found = carry(model, kinds.Model())
    assert found.overrides == ("train_step",) and found.api == "functional" and found.class_name == "Careful"


def test_models_of_one_document_share_their_layers():
    from coursework.evidence import capture
    from graders.evidence import read, request, shared_weights

    inputs = keras.Input((3,))
    hidden = layers.Dense(4, name="hidden")(inputs)
    first = keras.Model(inputs, layers.Dense(1)(hidden))
    second = keras.Model(inputs, [first.output, layers.Dense(2)(hidden)])
    other = keras.Model(inputs, layers.Dense(1)(layers.Dense(4)(inputs)))
    asked = {"a": kinds.Model(), "b": kinds.Model(), "c": kinds.Model()}
    found = read(capture({"a": first, "b": second, "c": other}, request(asked)), asked)
    shared = shared_weights(found["a"].architecture, found["b"].architecture)
    assert [node.name for node in shared][0] == "hidden" and len(shared) == 2
    assert shared_weights(found["a"].architecture, found["c"].architecture) == []


def test_fresh_copy_trains_without_touching_the_evidence(carry):
    model, _ = sequential()
    found = carry(model, kinds.Model())
    before = [weight.values.copy() for weight in found.weights]
    copy = found.fresh()
    copy.compile("sgd", "sparse_categorical_crossentropy")
    copy.fit(data((8, 28, 28)), np.arange(8), verbose=0)
    for old, weight in zip(before, found.keras.weights, strict=True):
        assert (weight.numpy() == old).all()


def test_automatic_names_go_on_where_they_were(carry):
    model, inputs = subclass_with_a_tuple()
    before = layers.Dense(1).name
    carry(model, kinds.Model())
    after = layers.Dense(1).name
    assert int(after.rpartition("_")[2]) == int(before.rpartition("_")[2] if "_" in before else 0) + 1

"""Questions about how a model is built: the same answer whichever way it is written."""

import keras
import numpy as np
import pytest
from keras import layers, ops

from graders.evidence import Architecture, kinds, same_up_to_names, shares_weights


def chain(*parts, shape=(8,)):
    return Architecture(keras.Sequential([layers.Input(shape), *parts]))


def graph(inputs, outputs):
    return Architecture(keras.Model(inputs, outputs))


def as_activation_layer():
    return chain(layers.Dense(3), layers.Activation("relu"), layers.Dense(2), layers.Softmax())


def as_argument():
    return chain(layers.Dense(3, activation="relu"), layers.Dense(2, activation="softmax"))


def as_operations():
    inputs = keras.Input((8,))
    return graph(inputs, ops.softmax(layers.Dense(2)(ops.relu(layers.Dense(3)(inputs)))))


def as_nested_models():
    first = keras.Sequential([layers.Input((8,)), layers.Dense(3), layers.ReLU()])
    inputs = keras.Input((8,))
    return graph(inputs, layers.Dense(2, activation=keras.activations.softmax)(first(inputs)))


SAME = [as_activation_layer, as_argument, as_operations, as_nested_models]


@pytest.mark.parametrize("make", SAME, ids=lambda make: make.__name__)
def test_activations_are_one_however_they_are_written(make):
    arch = make()
    assert arch.count("Dense", units=3, activation="relu") == 1
    assert arch.count("Dense", units=3, activation="softmax") == 0
    assert arch.output_activation() == "softmax" and arch.output_layer().config["units"] == 2
    assert arch.depth == 2 and arch.parameters == 8 * 3 + 3 + 3 * 2 + 2
    assert same_up_to_names(arch, as_argument())


def test_description():
    assert as_argument().describe() == "Input(8) → Dense 3 relu → Dense 2 softmax"
    assert as_activation_layer().describe() == as_argument().describe()
    conv = chain(layers.Conv2D(4, 3, strides=2, activation="relu"), layers.MaxPooling2D(), shape=(9, 9, 1))
    assert conv.describe() == "Input(9×9×1) → Conv2D 4 3×3 strides 2×2 relu → MaxPooling2D 2×2"
    assert len(conv.describe(20)) == 20


def test_layers_by_settings():
    arch = chain(
        layers.Conv2D(16, 3, padding="same", kernel_initializer="he_normal"),
        layers.Conv2D(32, (3, 3), strides=2, kernel_regularizer=keras.regularizers.L2(0.01)),
        layers.Dropout(0.3),
        shape=(8, 8, 3),
    )
    assert arch.count("Conv2D", kernel_size=3) == 2 and arch.count("Conv2D", strides=2) == 1
    assert arch.count("Conv2D", filters=lambda n: n > 20) == 1
    assert arch.count("Conv2D", kernel_initializer="he_normal") == 1
    assert arch.count("Conv2D", kernel_regularizer="L2") == 1
    assert arch.count("Dropout", rate=0.3) == 1 and arch.count("Dense") == 0
    assert arch.count(("Conv2D", "Dropout")) == 3 and arch.count() == 3
    assert arch.first("Conv2D").config["filters"] == 16 and arch.last("Conv2D").config["filters"] == 32
    assert arch.first("LSTM") is None and arch.count("Conv2D", no_such_setting=1) == 0


def test_wrapped_layers_count_as_what_they_wrap():
    arch = chain(layers.Bidirectional(layers.LSTM(4)), shape=(5, 2))
    assert arch.count("LSTM") == 1 and arch.count("Bidirectional") == 1 and arch.count("GRU") == 0


def test_shared_layers_and_weights():
    encoder = layers.Dense(3)
    left, right = keras.Input((4,), name="left"), keras.Input((4,), name="right")
    arch = graph([left, right], layers.Dense(1)(ops.abs(encoder(left) - encoder(right))))
    (calls,) = arch.shared_layers("Dense")
    assert len(calls) == 2 and arch.count("Dense") == 2 and len(arch.calls("Dense")) == 3
    assert shares_weights(*calls) and not shares_weights(calls[0], arch.last("Dense"))
    twin = graph([left, right], layers.Dense(1)(ops.abs(layers.Dense(3)(left) - layers.Dense(3)(right))))
    assert twin.shared_layers("Dense") == [] and not same_up_to_names(arch, twin)


def test_shared_inner_model_is_opened_up():
    base = keras.Sequential([layers.Input((6, 6, 1)), layers.Conv2D(2, 3), layers.Flatten()], name="base")
    left, right = keras.Input((6, 6, 1)), keras.Input((6, 6, 1))
    arch = graph([left, right], layers.Dense(1)(layers.concatenate([base(left), base(right)])))
    (calls,) = arch.shared_layers("Conv2D")
    assert [node.name.partition("/")[0] for node in calls] == ["base", "base"]
    assert arch.parameters == 2 * 9 + 2 + 64 + 1


def two_headed():
    wide, deep = keras.Input((3,), name="wide"), keras.Input((5,), name="deep")
    hidden = layers.Dense(4, activation="relu", name="hidden")(deep)
    price = layers.Dense(1, name="price")(layers.concatenate([wide, hidden]))
    extra = layers.Dense(2, activation="softmax", name="extra")(hidden)
    return graph([wide, deep], [price, extra])


def test_paths_and_reach():
    arch = two_headed()
    assert arch.input_names == ["wide", "deep"] and arch.output_names == ["price", "extra"]
    assert arch.reach_matrix() == [[True, False], [True, True]]
    assert arch.reaches("deep", "extra") and not arch.reaches("wide", "extra")
    assert arch.has_path("wide", "price", avoiding="Dense")
    assert not arch.has_path("deep", "price", avoiding="Dense")
    assert arch.has_path("hidden", "extra") and not arch.has_path("extra", "price")
    (path,) = arch.paths("deep", "price")
    assert [node.kind for node in path] == ["InputLayer", "Dense", "Concatenate", "Dense"]
    assert [node.name for node in arch.between("deep", "price")][0] == "hidden"
    assert arch.output_activation("extra") == "softmax" and arch.output_activation("price") == "linear"
    assert arch.output(0).shape == (None, 1) and arch.input("deep").shape == (None, 5)
    with pytest.raises(KeyError, match="no output 'nothing'"):
        arch.output("nothing")
    with pytest.raises(KeyError):
        arch.has_path("nothing", "price")


def test_ports_of_models_with_dicts():
    a, b = keras.Input((3,), name="a"), keras.Input((2,), name="b")
    arch = graph({"a": a, "b": b}, {"y": layers.Dense(1)(a), "z": layers.Dense(4)(b)})
    assert set(arch.output_names) == {"y", "z"} and arch.output("z").shape == (None, 4)
    assert arch.reaches("a", "y") and not arch.reaches("a", "z")


def block(x, *, projection, strides=1):
    y = layers.Conv2D(4, 3, strides=strides, padding="same", use_bias=False)(x)
    y = layers.Activation("relu")(layers.BatchNormalization()(y))
    y = layers.BatchNormalization()(layers.Conv2D(4, 3, padding="same", use_bias=False)(y))
    way = x
    if projection:
        way = layers.BatchNormalization()(layers.Conv2D(4, 1, strides=strides, use_bias=False)(x))
    return ops.relu(y + way) if projection else layers.ReLU()(layers.Add()([way, y]))


def test_skips_of_residual_blocks():
    inputs = keras.Input((8, 8, 3))
    x = layers.Conv2D(4, 3, padding="same")(inputs)
    x = block(x, projection=False)
    x = block(x, projection=True, strides=2)
    arch = graph(inputs, layers.Dense(2)(layers.GlobalAveragePooling2D()(x)))
    same, projected = arch.skips("Add")
    assert same.identity and not projected.identity
    assert projected.shortcut.layers("Conv2D", kernel_size=1)[0].config["strides"] == (2, 2)
    assert len(same.bypassed[0].layers("Conv2D")) == 2 and same.fork.kind == "Conv2D"
    assert arch.stride(projected.shortcut.nodes) == arch.stride(projected.bypassed[0].nodes) == (2, 2)
    plain = chain(layers.Conv2D(4, 3), layers.Conv2D(4, 3), shape=(8, 8, 3))
    assert plain.skips() == [] and plain.merges() == []


def test_branches_of_an_inception_block():
    inputs = keras.Input((8, 8, 3))
    x = layers.Conv2D(4, 1)(inputs)
    towers = [layers.Conv2D(n, n, padding="same", activation="relu")(x) for n in (1, 3, 5)]
    towers.append(layers.Conv2D(2, 1)(layers.MaxPooling2D(3, strides=1, padding="same")(x)))
    arch = graph(inputs, layers.Concatenate()(towers))
    (merge,) = arch.merges("Concatenate")
    branches = arch.branches(merge)
    assert len(branches) == 4 and {branch.shape[1:3] for branch in branches} == {(8, 8)}
    assert sorted(len(branch.nodes) for branch in branches) == [1, 1, 1, 2]
    assert sum(bool(branch.layers("MaxPooling2D")) for branch in branches) == 1
    assert arch.skips("Add") == []


def test_sums_of_three_are_one_merge():
    a, b, c = (keras.Input((3,)) for _ in range(3))
    one, two = graph([a, b, c], a + b + c), graph([a, b, c], layers.Add()([a, b, c]))
    for arch in (one, two):
        (merge,) = arch.merges("Add")
        assert len(merge.inputs) == 3
    assert graph(a, a * 2.0 + 1.0).merges() == []


def test_equal_up_to_order_of_branches_but_not_settings():
    def made(order, units=3, rate=0.1):
        inputs = keras.Input((4,))
        branches = [layers.Dense(units)(inputs), layers.Dropout(rate)(layers.Dense(5, "relu")(inputs))]
        return graph(inputs, layers.Dense(1)(layers.concatenate([branches[i] for i in order])))

    assert same_up_to_names(made([0, 1]), made([1, 0]))
    assert not same_up_to_names(made([0, 1]), made([0, 1], units=4))
    assert not same_up_to_names(made([0, 1]), made([0, 1], rate=0.2))


def test_masks_are_no_part_of_the_graph():
    inputs = keras.Input((6,), dtype="int32")
    masked = graph(inputs, layers.LSTM(3)(layers.Embedding(9, 4, mask_zero=True)(inputs)))
    assert [node.kind for node in masked.nodes] == ["InputLayer", "Embedding", "LSTM"]
    assert masked.describe() == "Input(6) → Embedding 4 → LSTM 3 tanh"


def test_parameters():
    arch = chain(layers.Conv2D(4, 3, use_bias=False), layers.BatchNormalization(), shape=(8, 8, 3))
    assert arch.parameters == 108 + 16 and arch.non_trainable_parameters == 8
    assert arch.first("BatchNormalization").parameters == 16
    assert arch.first("BatchNormalization").trainable_parameters == 8


def test_dropout_between_layer_and_activation():
    arch = chain(layers.Dense(3), layers.Dropout(0.1), layers.ReLU())
    assert arch.count("Dense", activation="relu") == 1
    behind_normalisation = chain(layers.Dense(3), layers.BatchNormalization(), layers.ReLU())
    assert behind_normalisation.count("Dense", activation="relu") == 0
    assert behind_normalisation.count("BatchNormalization", activation="relu") == 1


def test_same_answers_after_the_crossing(carry):
    model = two_headed().model
    before, after = Architecture(model), carry(model, kinds.Model()).architecture
    assert same_up_to_names(before, after) and before.describe() == after.describe()
    assert before.reach_matrix() == after.reach_matrix() and before.output_names == after.output_names


def test_class_with_its_own_call_has_no_architecture():
    class Own(keras.Model):
        def call(self, inputs):
            return inputs

    with pytest.raises(ValueError, match="code of its own"):
        Architecture(Own())


def test_training_argument_of_a_call_is_kept():
    inputs = keras.Input((3,))
    arch = graph(inputs, layers.Dropout(0.5)(inputs, training=True))
    assert arch.first("Dropout").arguments["training"] is True
    assert not same_up_to_names(arch, graph(inputs, layers.Dropout(0.5)(inputs)))


def test_constants_do_not_count_as_branches():
    inputs = keras.Input((3,))
    arch = graph(inputs, inputs - np.ones(3, "float32"))
    assert arch.merges() == [] and arch.has_path(arch.inputs[0], arch.outputs[0])

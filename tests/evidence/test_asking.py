"""Questions to layers with code of their own: what is asked, what stays as it was, what forged facts gain."""

import functools
import json

import keras
import numpy as np
import pytest
import tensorflow as tf
from hostile_documents import with_lambda
from keras import layers, ops
from malformed import FORGED, forge

from coursework.evidence import capture, what_cannot_be_seen
from coursework.evidence.known import ACTIVATIONS
from coursework.evidence.names import activation_name, setting_name
from graders.evidence import EvidenceError, Unusable, kinds, read, request
from graders.evidence.asking import UndecidedError, watching

ROWS = np.random.default_rng(5).normal(size=(6, 4)).astype("float32")
ASKED = {"model": kinds.Model()}


def document(model):
    return capture({"model": model}, json.loads(json.dumps(request(ASKED))))


def test_functions_are_known_by_identity():
    for function, name in [
        (tf.nn.softmax, "softmax"),
        (tf.nn.silu, "silu"),
        (tf.nn.relu, "relu"),
        (tf.math.tanh, "tanh"),
        (tf.sigmoid, "sigmoid"),
        (ops.relu, "relu"),
        (keras.activations.gelu, "gelu"),
        (tf.keras.activations.elu, "elu"),
    ]:
        found = activation_name(function)
        assert {"swish": "silu"}.get(found, found) == name
    assert activation_name(lambda x: x) is None and activation_name(None) is None
    assert activation_name(ops.gelu) is None  # its default is the approximation
    assert setting_name(keras.losses.mean_squared_error) is not None and setting_name(abs) is None


@pytest.mark.parametrize("place", [tf.nn, tf.math, ops, tf])
def test_functions_of_one_name_compute_the_same(place):
    values = np.linspace(-3, 3, 24, dtype="float32").reshape(4, 6)
    count = 0
    for name in sorted(ACTIVATIONS):
        function = getattr(place, name, None)
        if function is not None and activation_name(function) is not None:
            wanted = keras.activations.get(activation_name(function))(values)
            np.testing.assert_allclose(function(values), wanted, rtol=1e-5, atol=1e-5)
            count += 1
    assert count >= 2


def test_a_lambda_is_asked_and_everything_around_it_is_rebuilt(put):
    model = with_lambda()
    assert put(model, lambda it: it.predict(ROWS)) == pytest.approx(np.asarray(model(ROWS)))
    found = read(document(model), ASKED)["model"]
    with watching() as watch:
        assert found.architecture.outputs[0].shape == (None, 3) and found.keras.count_params() == 15
        assert found.architecture.describe() == "Input(4) → Lambda → Dense 3"
    assert not watch.parts and not watch.questions
    with watching() as watch:
        assert found.architecture.count("Dense") == 1
    assert watch.parts[0].what == "The layer `Lambda` called `lambda`" or "Lambda" in watch.parts[0].what


def test_the_same_question_twice_is_asked_twice(put):
    class Noisy(layers.Layer):
        def call(self, x):
            return x + tf.random.normal(tf.shape(x))

    model = keras.Sequential([keras.Input((4,)), Noisy()])
    once, twice = put(model, lambda it: (it.predict(ROWS), it.predict(ROWS)))
    assert not np.allclose(once, twice)
    dropped = keras.Sequential(
        [keras.Input((4,)), layers.Lambda(lambda x: tf.identity(x)), layers.Dropout(0.5)]
    )
    answers = put(dropped, lambda it: [it.predict(ROWS, training=True) for _ in range(2)])
    assert not np.allclose(*answers) and put(dropped, lambda it: it.predict(ROWS)) == pytest.approx(ROWS)


def test_asking_leaves_no_trace(put):
    class Norm(layers.Layer):
        def __init__(self):
            super().__init__()
            self.norm = layers.BatchNormalization()

        def call(self, x, training=None):
            return tf.identity(self.norm(x, training=training))

    model = keras.Sequential([keras.Input((4,)), Norm(), layers.Dropout(0.5)])
    state = np.random.get_state()[1].copy()
    before = [np.asarray(variable).copy() for variable in model.variables]
    put(model, lambda it: it.predict(ROWS, training=True))
    for variable, value in zip(model.variables, before, strict=True):
        np.testing.assert_array_equal(np.asarray(variable), value)
    np.testing.assert_array_equal(np.random.get_state()[1], state)


def test_a_changed_copy_and_a_training_are_not_asked(put):
    found = read(document(with_lambda()), ASKED)["model"]
    copy = found.fresh()
    copy.set_weights([np.zeros_like(weight) for weight in copy.get_weights()])
    copy.compile("sgd", "mse")
    for act in (lambda: copy(ROWS), lambda: copy.fit(ROWS, ROWS[:, :3], verbose=0)):
        with watching() as watch, pytest.raises(UndecidedError):
            act()
        assert not watch.questions
    with watching(), tf.GradientTape(), pytest.raises(UndecidedError):
        found.keras(ROWS)


@pytest.mark.parametrize(
    ("end", "name"),
    [
        (lambda x: ops.exp(x) / ops.sum(ops.exp(x), axis=-1, keepdims=True), "softmax"),
        (lambda x: 1 / (1 + ops.exp(-x)), "sigmoid"),
        (lambda x: ops.maximum(x, 0), "relu"),
        (lambda x: 3 * x, "linear"),
    ],
)
def test_an_activation_of_ones_own_is_told_by_what_it_does(put, end, name):
    model = keras.Sequential([keras.Input((4,)), layers.Dense(5, activation=end)])
    assert put(model, lambda it: it.architecture.output_activation(0)) == name
    assert put(model, lambda it: it.architecture.count("Dense", units=5)) == 1


def test_losses_and_metrics_as_functions_and_partials(carry):
    model = keras.Sequential([keras.Input((4,)), layers.Dense(3)])
    logits = functools.partial(keras.losses.sparse_categorical_crossentropy, from_logits=True)
    model.compile(
        loss=logits, metrics=[keras.metrics.sparse_categorical_accuracy, keras.metrics.mean_squared_error]
    )
    compiled = carry(model, kinds.Model()).compiled
    assert compiled.losses[0].name == "sparse_categorical_crossentropy" and compiled.losses[0].from_logits
    assert not compiled.losses[0].own
    assert compiled.metric_names == ["sparse_categorical_accuracy", "mean_squared_error"]
    model.compile(loss=lambda y, p: ops.mean(y - p), optimizer="sgd")
    compiled = carry(model, kinds.Model()).compiled
    assert compiled.losses[0].own and compiled.optimizer.name == "sgd"
    with watching() as watch:
        assert compiled.losses[0].own and compiled.losses[0].log_name == "<lambda>"
        assert not watch.parts
        assert not compiled.losses[0].from_logits
    assert "`<lambda>`" in watch.parts[0].what


def test_the_visible_side_says_what_cannot_be_seen():
    assert (
        what_cannot_be_seen(3)
        == ""
        == what_cannot_be_seen(keras.Sequential([keras.Input((4,)), layers.Dense(3)]))
    )
    said = what_cannot_be_seen(with_lambda())
    assert "`Lambda`" in said and "teacher" in said and said.count(".") == 1
    activation = keras.Sequential([keras.Input((4,)), layers.Dense(3, activation=lambda x: x)])
    assert "`Dense`" in what_cannot_be_seen(activation)


@pytest.mark.parametrize("change", FORGED.values(), ids=FORGED)
def test_forged_parts_are_refused_or_undecided(change):
    try:
        found = read(forge(document(with_lambda()), change), ASKED)["model"]
    except EvidenceError:
        return
    assert isinstance(found, Unusable)


def test_a_forged_part_hides_and_decides_nothing():
    """A Dense layer that claims to be code of one's own keeps its points on facts, and gains none."""

    def hide(told):
        told["layers"][2].pop("config")
        told["layers"][2].pop("module")
        told["layers"][2]["reason"] = "so"

    found = read(forge(document(with_lambda()), hide), ASKED)["model"]
    with watching() as watch:
        assert found.architecture.count("Dense") == 1 and found.parameters == 15
    assert len(watch.parts) == 2


def test_questions_are_bounded():
    found = read(document(with_lambda()), ASKED)["model"]
    with watching() as watch:
        for number in range(250):
            try:
                found.predict(ROWS + number)
            except UndecidedError:
                break
    assert len(watch.questions) == 200
    with watching() as watch, pytest.raises(UndecidedError):
        found.predict(np.ones((4_000_000, 4), "float32"))
    assert not watch.questions


def test_whoever_asks_an_old_document_is_told():
    document(with_lambda())
    found = json.loads(
        capture({}, {"questions": {"k": {"layer": 99, "args": [], "kwargs": {}}}}).split(b"\n")[0]
    )
    assert "not there" in found["evidence"]["k"]["error"]["message"]

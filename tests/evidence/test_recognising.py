"""Losses and metrics of the learner's own are judged by what they give on hidden pairs."""

import functools
import json

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers, ops

from coursework.evidence import capture
from graders.evidence import kinds, read, request
from graders.evidence.asking import UndecidedError, watching
from graders.evidence.recognising import _LOSSES, _METRICS, Recogniser


def classifier(loss, outputs=3, metrics=(), activation="softmax"):
    model = keras.Sequential([keras.Input((4,)), layers.Dense(outputs, activation=activation)])
    model.compile("sgd", loss, metrics=list(metrics))
    return model


def by_hand(y_true, y_pred):
    picked = tf.gather(y_pred, tf.cast(tf.reshape(y_true, [-1]), tf.int32), axis=1, batch_dims=1)
    return -tf.math.log(picked)


def one_hot_of_three(y_true, y_pred):
    rows = tf.one_hot(tf.cast(y_true, tf.int32), 3)
    return -tf.reduce_mean(tf.reduce_sum(rows * tf.math.log(y_pred + 1e-7), axis=-1))


class Squares(keras.losses.Loss):
    def call(self, y_true, y_pred):
        return ops.mean((y_true - y_pred) ** 2, axis=-1)


class Logits(keras.losses.Loss):
    def __init__(self, scale, **settings):  # has no `get_config`
        super().__init__(**settings)
        self.scale = scale

    def call(self, y_true, y_pred):
        return tf.nn.sparse_softmax_cross_entropy_with_logits(tf.cast(y_true, tf.int32), self.scale * y_pred)


SPARSE, BINARY = "sparse_categorical_crossentropy", "binary_crossentropy"


@pytest.mark.parametrize(
    ("loss", "outputs", "name", "logits"),
    [
        (by_hand, 3, SPARSE, False),
        (one_hot_of_three, 3, SPARSE, False),
        (Logits(1.0), 3, SPARSE, True),
        (lambda t, p: keras.losses.sparse_categorical_crossentropy(t, p, from_logits=True), 3, SPARSE, True),
        (functools.partial(by_hand), 3, SPARSE, False),
        (lambda t, p: -ops.sum(t * ops.log(p), axis=-1), 3, "categorical_crossentropy", False),
        (lambda t, p: keras.losses.kl_divergence(t, p), 3, "kl_divergence", False),
        (lambda t, p: -ops.mean(t * ops.log(p) + (1 - t) * ops.log(1 - p)), 1, BINARY, False),
        (lambda t, p: tf.nn.sigmoid_cross_entropy_with_logits(t, p), 1, BINARY, True),
        (Squares(), 1, "mean_squared_error", False),
        (lambda t, p: tf.abs(t - p), 2, "mean_absolute_error", False),
    ],
)
def test_an_own_loss_is_the_one_that_it_computes(put, loss, outputs, name, logits):
    compiled = put(
        classifier(loss, outputs),
        lambda it: (it.compiled.loss.name, str(it.compiled.loss), it.compiled.loss.from_logits, it.compiled),
    )
    assert compiled[:3] == (name, name, logits)
    assert compiled[3].loss.own and compiled[3].loss.log_name != name


class Root(keras.metrics.Metric):
    def __init__(self, name="root", **settings):
        super().__init__(name=name, **settings)
        self.total, self.count = (
            self.add_weight(name=part, initializer="zeros") for part in ("total", "count")
        )

    def update_state(self, y_true, y_pred, sample_weight=None):
        self.total.assign_add(ops.sum((y_true - y_pred) ** 2))
        self.count.assign_add(ops.cast(ops.size(y_true), "float32"))

    def result(self):
        return ops.sqrt(self.total / self.count)


def batch_root(y_true, y_pred):
    return ops.sqrt(ops.mean((y_true - y_pred) ** 2))


def hits(y_true, y_pred):
    return tf.cast(tf.equal(tf.cast(y_true, tf.int64), tf.argmax(y_pred, axis=-1)), tf.float32)


def test_an_own_metric_is_the_one_that_it_computes(put):
    model = classifier(Squares(), 1, [Root(), lambda t, p: ops.abs(t - p)], None)
    model.fit(np.ones((8, 4)), np.zeros((8, 1)), verbose=0)
    before = model.get_metrics_result()
    names = put(model, lambda it: it.compiled.metric_names)
    assert names == ["root_mean_squared_error", "mean_absolute_error"]
    assert model.get_metrics_result() == before  # asking leaves no trace
    assert put(classifier(by_hand, 3, [hits]), lambda it: it.compiled.metric_names) == [
        "sparse_categorical_accuracy"
    ]


def raises(y_true, y_pred):
    raise ValueError("not today")


@pytest.mark.parametrize(
    "loss",
    [raises, lambda t, p: 0.5 * ops.mean((t - p) ** 2), Logits(2.0), lambda t, p: ops.sum(ops.abs(t - p))],
)
def test_what_equals_none_of_keras_is_for_the_teacher(put, loss):
    def watched(it):
        with watching() as watch:
            return it.compiled.loss.name, [part.what for part in watch.parts]

    name, parts = put(classifier(loss), watched)
    assert parts == [f"The loss or metric `{name}`"]
    assert name in (getattr(loss, "__name__", ""), "Logits")


def test_a_batchs_root_is_no_root_over_all(put):
    def watched(it):
        with watching() as watch:
            return it.compiled.metric_names, len(watch.parts)

    assert put(classifier("mse", 1, [batch_root]), watched) == (["batch_root"], 1)


def test_each_output_has_its_own_shape(put):
    inputs = keras.Input((4,))
    heads = [layers.Dense(1, name="price")(inputs), layers.Dense(3, "softmax", name="kind")(inputs)]
    for loss in ({"price": Squares(), "kind": by_hand}, [Squares(), one_hot_of_three]):
        model = keras.Model(inputs, heads)
        model.compile("sgd", loss)
        assert put(model, lambda it: [str(each) for each in it.compiled.losses]) == [
            "mean_squared_error",
            SPARSE,
        ]


def test_nobody_asks_twice_what_is_known(put):
    def three_times(it):
        with watching() as watch:
            found = [it.compiled.loss.name for _ in range(3)]
            assert len(watch.questions) in (0, 12)
        return found

    assert put(classifier(by_hand), three_times) == [SPARSE] * 3


def test_losses_of_keras_are_told_apart():
    """Each of the known ones is recognised as itself: no other comes before it that gives the same."""
    for metric, known in ((False, _LOSSES), (True, _METRICS)):
        for name, kind, _ in known:
            place = keras.metrics if metric else keras.losses
            assert _as_asked(getattr(place, kind)(), metric) == name


def _as_asked(value, metric):
    from coursework.evidence.questions import _Given

    class Answers:
        def try_ask(self, number, part, args, specs):
            try:
                return [np.asarray(_Given(value)(*args))]
            except Exception:
                raise UndecidedError(part) from None

    found = Recogniser(Answers(), {"it": (None, 3)})(-1, "it", None, metric)
    return found.name if found else None


@pytest.mark.parametrize("number", [7, -(10**30), True, 1.5, "-1", None, [-1]])
def test_a_forged_number_is_asked_nothing_or_in_vain(number):
    asked = {"it": kinds.Model()}
    document = capture({"it": classifier(by_hand)}, json.loads(json.dumps(request(asked))))
    head, _, blobs = document.partition(b"\n")
    told = json.loads(head)
    told["evidence"]["it"]["compiled"]["config"]["loss"]["asked"] = number
    forged = json.dumps(told).encode() + b"\n" + blobs
    answered: list[bytes] = []
    for _ in range(2):
        found = read(forged, asked, answered)["it"]
        with watching() as watch:
            assert found.compiled.loss.name == "by_hand" and found.compiled.loss.own
        assert watch.parts[0].what == "The loss or metric `by_hand`"
        answered.append(capture({}, json.loads(json.dumps({"questions": watch.questions}))))
    assert not watch.questions


def test_a_very_wide_output_is_not_asked():
    asked = {"it": kinds.Model()}
    model = keras.Sequential([keras.Input((2,)), layers.Dense(10_001)])
    model.compile("sgd", by_hand)
    found = read(capture({"it": model}, json.loads(json.dumps(request(asked)))), asked)["it"]
    with watching() as watch:
        assert found.compiled.loss.name == "by_hand"
    assert watch.parts and not watch.questions

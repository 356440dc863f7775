"""What cannot be decided is for the teacher, never a miss; what can be is decided on facts and answers."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers

from coursework.evidence import capture
from graders.criteria import Exercise, Miss, Status
from graders.evidence import kinds, request
from graders.examiner.judging import judge_here
from graders.pipeline.plain import grade

ROWS = np.random.default_rng(0).normal(size=(12, 4)).astype("float32")


def exercise():
    made = Exercise("00_tiny", "build", evidence={"model": kinds.Model()})

    @made.criterion("Counts", points=1, read="So")
    def _counts(model):
        return None if model.parameters == 43 else Miss("43 parameters", str(model.parameters))

    @made.criterion("Sums to one", points=1, read="So")
    def _sums(model):
        said = model.predict(ROWS)
        good = said.shape == (12, 3) and np.allclose(said.sum(axis=1), 1, atol=1e-4)
        return None if good else Miss("probabilities", f"{said.shape}")

    @made.criterion("Ends in softmax", points=1, read="So")
    def _ends(model):
        found = model.architecture.output_activation(0)
        return None if found == "softmax" else Miss("softmax", found)

    @made.criterion("Two Dense layers", points=1, read="So")
    def _two(model):
        found = model.architecture.count("Dense")
        return None if found == 2 else Miss("two", str(found))

    @made.criterion("Learns", points=1, read="So")
    def _learns(model):
        copy = model.fresh()
        copy.compile(loss="mse", optimizer="sgd")
        copy.fit(ROWS, np.ones((12, 3)), verbose=0)
        return

    @made.criterion("Reads what is not there", points=1, read="So")
    def _odd(model):
        return Miss("units", str(model.keras.layers[-1].units))

    return made


def verdict(model, **options):
    asked = exercise()
    names = {"model": model}
    return judge_here(
        asked, capture(names, request(asked.evidence)), lambda more: capture(names, more), **options
    )


def statuses(found):
    return [judgement.status.value for judgement in found.judgements]


def softmax(x):
    return tf.exp(x) / tf.reduce_sum(tf.exp(x), axis=1, keepdims=True)


class Hidden(keras.Model):
    def __init__(self):
        super().__init__()
        self.one, self.two = layers.Dense(5), layers.Dense(3)

    def call(self, x):
        return softmax(self.two(tf.nn.relu(self.one(x))))


def in_a_lambda():
    return keras.Sequential([keras.Input((4,)), layers.Dense(5), layers.Dense(3), layers.Lambda(softmax)])


def in_a_class():
    model = Hidden()
    model(ROWS)
    return model


def test_facts_and_answers_decide_and_the_rest_is_for_the_teacher():
    found = verdict(in_a_lambda())
    assert statuses(found) == ["met", "met", "met", "met", "undecided", "undecided"]
    assert found.needs_teacher and "your teacher will look" in found.headline()
    learns = found.judgements[4]
    assert learns.points == 0 and "`Lambda`" in learns.found and "judged at once" in learns.hint
    assert not learns.fault and "? teacher" in found.to_html()
    assert "missed" not in found.to_html()


def test_a_class_hides_its_layers_and_not_what_it_does():
    found = verdict(in_a_class())
    assert statuses(found) == ["met", "met", "met", "undecided", "undecided", "undecided"]
    assert "`Hidden`" in found.judgements[3].found


def test_what_it_gives_is_missed_when_it_is_wrong():
    model = keras.Sequential(
        [keras.Input((4,)), layers.Dense(5), layers.Dense(3), layers.Lambda(lambda x: 2 * x)]
    )
    assert statuses(verdict(model))[:4] == ["met", "missed", "undecided", "met"]


def test_without_anybody_to_ask_nothing_is_missed():
    asked = exercise()
    document = capture({"model": in_a_lambda()}, request(asked.evidence))
    found = judge_here(asked, document, None)
    assert statuses(found) == ["met", "undecided", "undecided", "met", "undecided", "undecided"]


def test_whoever_never_answers_the_same_is_asked_a_few_times_only():
    asked, calls = exercise(), []

    def ask(more):
        calls.append(more)
        return capture({}, {"questions": {}})

    document = capture({"model": in_a_lambda()}, request(asked.evidence))
    assert "missed" not in statuses(judge_here(asked, document, ask))
    assert 1 < len(calls) <= 4


def test_models_of_keras_are_judged_as_before():
    ends = layers.Dense(3, activation=tf.nn.softmax)
    model = keras.Sequential([keras.Input((4,)), layers.Dense(5, activation=tf.nn.relu), ends])
    found = verdict(model)
    assert statuses(found) == ["met", "met", "met", "met", "met", "missed"]
    model = keras.Sequential([keras.Input((4,)), layers.Dense(5)])
    assert statuses(verdict(model)) == ["missed", "missed", "missed", "missed", "unjudged", "missed"]


@pytest.mark.parametrize("make", [in_a_lambda, in_a_class])
def test_the_plain_way_asks_too(make, monkeypatch):
    monkeypatch.setattr("graders.pipeline.plain.find", lambda lesson, name: exercise())
    assert grade("00_tiny", "build", {"model": make()}) >= 3
    assert Status.UNDECIDED in {Status(each) for each in statuses(verdict(make()))}

"""Pipelines, search spaces, steps and cards that lie, raise or never end: judged by the lessons' own checks.

What they lose is missed in words, or left to the teacher without points; nothing waits, and nothing breaks.
"""

import itertools
import json
from pathlib import Path
from typing import Any

import keras
import keras_tuner
import numpy as np
import pytest
import tensorflow as tf
from keras import layers

from coursework.evidence import capture
from graders.criteria import Status, Verdict
from graders.criteria.registry import exercise as find
from graders.evidence import EvidenceError, FileEvidence, request
from graders.examiner.judging import judge_here

NEVER = 10**9


def judged(lesson: str, exercise: str, value: Any) -> Verdict:
    """Judge an answer by a lesson's own checks, as in grading."""
    asked = find(lesson, exercise)
    (name,) = {kind.of or label for label, kind in asked.evidence.items()}
    names = {name: value, "Path": Path}
    document = capture(names, json.loads(json.dumps(request(asked.evidence))))
    return judge_here(asked, document, lambda questions: capture(names, questions), attempted=True)


def lost(verdict: Verdict) -> set[str]:
    """Give the names of the criteria that were missed; what is left to the teacher has no points either."""
    assert all(one.points == 0 for one in verdict.judgements if one.status is not Status.MET)
    for one in verdict.judgements:
        assert one.status is not Status.MISSED or (
            one.expected and one.found and "Traceback" not in one.found
        )
    return {one.name for one in verdict.judgements if one.status is Status.MISSED}


# -------------------------------------------------------------------------------------------------- pipelines


def pipeline(x, y, prepare, batch_size):
    dataset = tf.data.Dataset.from_tensor_slices((x, y)).map(lambda row, label: (prepare(row), label))
    return dataset.cache().shuffle(len(x)).batch(batch_size).prefetch(1)


def endless(x, y, prepare, batch_size):
    return pipeline(x, y, prepare, batch_size).repeat()


def breaking(x, y, prepare, batch_size):
    def rows():
        yield x[:8], y[:8]
        raise RuntimeError("the disk is gone")

    kinds = (tf.TensorSpec([None, 6]), tf.TensorSpec([None], tf.int32))
    return tf.data.Dataset.from_generator(rows, output_signature=kinds)


class Circle:
    """Says that it is a data set: gives one batch for ever, and stands below itself."""

    def __init__(self, batch):
        self._batch, self._input_dataset = batch, self

    def as_numpy_iterator(self):
        return self

    def next(self):
        return self._batch()


def too_long():
    return np.lib.stride_tricks.as_strided(np.zeros(1), (NEVER, 6), (0, 0)), np.zeros(1)


def raising():
    raise SystemExit("no batch")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (endless, "It does not end"),
        (breaking, "the disk is gone"),
        (lambda *_: Circle(lambda: (np.ones((8, 6)), np.arange(8))), "It does not end"),
        (lambda *_: Circle(lambda: object()), "batch"),
        (lambda *_: Circle(too_long), "not batches"),
        (lambda *_: Circle(raising), "no batch"),
        (lambda *_: iter(int, 1), "as_numpy_iterator"),
    ],
    ids=["repeat", "raises", "circle", "no pair", "too long", "exits", "endless iterator"],
)
def test_a_pipeline_that_never_ends_or_breaks_loses_what_it_should(make, said):
    verdict = judged("14_training_loops", "make_pipeline", make)
    assert "Every row once, in batches, with its own label" in lost(verdict)
    assert said in str(verdict)


def test_a_plain_pipeline_loses_nothing():
    assert not lost(judged("14_training_loops", "make_pipeline", pipeline))


# ---------------------------------------------------------------------------------------------- search spaces


def candidate(hp):
    network = keras.Sequential([keras.Input((196,))])
    for number in range(hp.Int("layers", 1, 3)):
        network.add(layers.Dense(hp.Int(f"units_{number}", 16, 64, step=16), activation="relu"))
    wanted = hp.Boolean("dropout")
    share = hp.Float("dropout_rate", 0.1, 0.5, parent_name="dropout", parent_values=[True])
    if wanted:
        network.add(layers.Dropout(share))
    network.add(layers.Dense(10, activation="softmax"))
    rate = hp.Float("learning_rate", 1e-3, 1.0, sampling="log")
    network.compile(keras.optimizers.SGD(rate), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return network


class Raising(keras_tuner.HyperParameters):
    def get_config(self):
        raise KeyboardInterrupt("no space")

    def is_active(self, hyperparameter):
        raise SystemExit("nothing is active")


def tampered(change):
    """Give a hypermodel that is right, and changes the `hp` that it was given."""

    def build_candidate(hp):
        network = candidate(hp)
        change(hp)
        return network

    return build_candidate


def put_config(config):
    return lambda hp: setattr(hp, "get_config", lambda: config)


def deep():
    items: list = []
    for _ in range(5_000):
        items = [items]
    return {"space": items}


SPACE = "The search space, by name"


@pytest.mark.parametrize(
    "change",
    [
        put_config({"space": 3}),
        put_config({"space": [{"class_name": "Int", "config": {"name": ["units"]}}]}),
        put_config(["space"]),
        put_config(None),
        put_config(deep()),
        put_config({"space": itertools.count()}),
        lambda hp: setattr(hp, "__class__", Raising),
        lambda hp: vars(hp).clear(),
    ],
    ids=["number", "odd names", "list", "nothing", "deep", "endless", "raises", "emptied"],
)
def test_an_hp_that_lies_or_raises_earns_nothing_for_it(change):
    verdict = judged("12_hyperparameters", "build_candidate", tampered(change))
    status = {one.name: one.status for one in verdict.judgements}
    lost(verdict)
    assert status[SPACE] is Status.MISSED
    assert status["The learning rate is log-uniform"] is Status.MISSED


def test_a_plain_space_loses_nothing():
    assert not lost(judged("12_hyperparameters", "build_candidate", candidate))


# ------------------------------------------------------------------------------------------------------ steps


def step(model, optimizer, loss_function, x, y):
    with tf.GradientTape() as tape:
        loss = loss_function(y, model(x, training=True)) + sum(model.losses)
    optimizer.apply(tape.gradient(loss, model.trainable_weights), model.trainable_weights)
    return loss


def raises(*_):
    raise GeneratorExit("no step")


def lies_about_weights(model, *rest):
    loss = step(model, *rest)
    model.get_weights = lambda: [np.full(3, np.nan)] * 2
    return loss


def has_no_weights(model, *rest):
    model.get_weights = raises
    return step(model, *rest)


def becomes_another(model, optimizer, *rest):
    loss = step(model, optimizer, *rest)
    model.__class__ = type("Other", (keras.Sequential,), {"get_weights": lambda self: "weights"})
    return loss


def breaks_the_optimizer(model, optimizer, *rest):
    optimizer.apply = raises
    return step(model, optimizer, *rest)


@pytest.mark.parametrize(
    "tampering",
    [raises, lies_about_weights, has_no_weights, becomes_another, breaks_the_optimizer],
    ids=lambda one: one.__name__,
)
def test_a_step_that_tampers_or_raises_earns_nothing_for_it(tampering):
    verdict = judged("14_training_loops", "one_step", tampering)
    lost(verdict)
    status = {one.name: one.status for one in verdict.judgements}
    assert status["All trainable weights take the step"] is not Status.MET
    assert status["The model's own losses count"] is not Status.MET


class Pair:
    """Two functions that are none: their number is beyond any list, and reading them raises."""

    def __len__(self):
        return NEVER

    def __getitem__(self, place):
        raise SystemExit(place)


class Counted:
    experimental_get_tracing_count = property(raises)


@pytest.mark.parametrize("made", [Pair, lambda: (step, Counted()), lambda: "ab", lambda: None])
def test_functions_that_are_none_are_missed(made):
    verdict = judged("14_training_loops", "steady_step", lambda *_: made())
    assert {"Each step takes its own rate", "Another rate does not trace again"} <= lost(verdict)


def test_a_class_that_takes_its_optimizer_away_is_missed():
    class ClippedModel(keras.Model):
        def train_step(self, data):
            self.optimizer = None
            return {"loss": object(), "gradient_norm": float("nan")}

    verdict = judged("14_training_loops", "clipped_model", ClippedModel)
    assert "A long gradient is cut to the global norm 1" in lost(verdict)


# ------------------------------------------------------------------------------------------------------ cards


@pytest.mark.parametrize(
    "data",
    [
        b" " * 100 * 2**20,
        b'{"limits": "' + b"x" * 17 * 2**20 + b'"}',
        b'{"a": ' * 200_000 + b"1" + b"}" * 200_000,
        b"[" * 100_000 + b"]" * 100_000,
        b'{"parameters": ' + b"9" * 5_000 + b"}",
        b'{"limits": "\xff"}',
    ],
    ids=["100 MB", "long text", "deep objects", "deep lists", "long number", "no text"],
)
def test_a_card_that_is_no_card_is_refused(data):
    with pytest.raises(EvidenceError, match=r"MB|no JSON|UTF-8"):
        FileEvidence("card.json", data).json()


@pytest.mark.parametrize(
    "text",
    [
        "[" * 900 + "]" * 900,
        '{"parameters": ' + "[" * 900 + "]" * 900 + "}",
        '{"parameters": NaN, "validation_rows": 1e999, "validation_accuracy": -Infinity}',
        '{"parameters": true, "validation_rows": "1e999", "validation_accuracy": null, "data": {}}',
        '{"parameters": "' + "9" * 5_000 + '"}',
        "x" * 17 * 2**20,
    ],
    ids=["list", "deep entry", "no numbers", "other kinds", "long number", "17 MB"],
)
def test_an_odd_card_loses_its_criteria(text):
    def write_card(model, x, y, path):
        Path(path).write_text(text)

    verdict = judged("15_capstone", "write_card", write_card)
    assert lost(verdict) == {one.name for one in verdict.judgements}


def test_a_card_that_is_a_link_or_a_pipe_does_not_cross(tmp_path):
    def write_card(model, x, y, path):
        import os

        if path.startswith("first"):
            Path(path).symlink_to("/dev/zero")
        else:
            os.mkfifo(path)

    verdict = judged("15_capstone", "write_card", write_card)
    assert lost(verdict) == {one.name for one in verdict.judgements}

"""Lesson 15: the examiner's definitions are the lesson's, and nobody else has the hidden ones."""

import csv
import gzip
import io
import json
import zipfile
from pathlib import Path

import keras
import numpy as np
import pytest

from graders.evidence import EvidenceError, FileEvidence
from graders.lessons import noun_fields
from graders.lessons.lesson_15_capstone import _is_keras_function, _model_in, _own_code

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def vectorizer():
    """The lesson's own layer, adapted as the lesson does it."""
    layer = keras.layers.TextVectorization(max_tokens=3000, output_sequence_length=24)
    layer.adapt(np.array(noun_fields.part("training").texts))
    return layer


@pytest.mark.parametrize("name", ["training", "validation", "test", "hidden"])
def test_word_numbers_are_the_lessons(vectorizer, name):
    part = noun_fields.part(name)
    assert np.array_equal(vectorizer(np.array(part.texts)).numpy(), part.x)


def test_the_split_is_the_lessons():
    assert [len(noun_fields.part(name).y) for name in noun_fields.PARTS] == [8441, 1756, 1803]


def test_hidden_fields_are_equally_frequent():
    assert np.bincount(noun_fields.part("hidden").y).tolist() == [100] * 12


def test_no_hidden_word_or_definition_is_shipped():
    def rows(path):
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    hidden = rows(ROOT / "graders" / "lessons" / "hidden" / "definitions.csv.gz")
    shipped = rows(ROOT / "data" / "definitions" / "nouns.csv.gz")
    shipped += rows(ROOT / "data" / "definitions" / "definitions.csv.gz")
    assert not {row["word"].lower() for row in hidden} & {row["word"].lower() for row in shipped}
    assert not {row["definition"] for row in hidden} & {row["definition"] for row in shipped}


def test_wordnets_notice_stands_beside_them():
    theirs = (ROOT / "data" / "definitions" / "LICENSE.txt").read_bytes()
    assert (ROOT / "graders" / "lessons" / "hidden" / "LICENSE.txt").read_bytes() == theirs


class Own(keras.Model):
    """A class that no file brings along."""


def graph():
    inputs = keras.Input((24,), dtype="int32")
    x = keras.layers.GlobalAveragePooling1D()(keras.layers.Embedding(3000, 2)(inputs))
    return inputs, keras.layers.Dense(12, activation="softmax")(x)


def own_loss(y_true, y_pred):
    """A loss that no file brings along."""
    return keras.losses.sparse_categorical_crossentropy(y_true, y_pred)


def saved(model, tmp_path):
    model.save(tmp_path / "model.keras")
    return FileEvidence("model.keras", (tmp_path / "model.keras").read_bytes())


@pytest.mark.parametrize(
    "loss", ["sparse_categorical_crossentropy", keras.losses.sparse_categorical_crossentropy]
)
def test_a_plain_model_needs_nothing(tmp_path, loss):
    model = keras.Model(*graph())
    model.compile(keras.optimizers.Adam(0.01), loss, metrics=["accuracy"])
    assert not list(_own_code(saved(model, tmp_path).keras_config()))


def test_own_classes_and_functions_are_named_and_the_graph_is_rebuilt(tmp_path):
    model = Own(*graph())
    model.compile("adam", own_loss)
    file = saved(model, tmp_path)
    assert {"the class `Own`", "the function `own_loss`"} <= set(_own_code(file.keras_config()))
    rows = noun_fields.part("hidden").x[:5]
    assert np.allclose(_model_in(file)(rows), model(rows), atol=1e-6)


def test_a_lambda_is_named(tmp_path):
    inputs, outputs = graph()
    model = keras.Model(inputs, keras.layers.Lambda(lambda t: t * 1.0)(outputs))
    assert "a lambda" in list(_own_code(saved(model, tmp_path).keras_config()))


def test_functions_of_keras_are_known():
    assert _is_keras_function("relu")
    assert not _is_keras_function("softmax_v2")
    assert not _is_keras_function(None)


@pytest.mark.parametrize("config", [{"class_name": "Own", "config": {"layers": 1}}, {"config": None}, {}])
def test_a_file_that_is_no_graph_is_refused(config):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("config.json", json.dumps(config))
        archive.writestr("model.weights.h5", b"")
    with pytest.raises(EvidenceError):
        _model_in(FileEvidence("model.keras", made.getvalue()))

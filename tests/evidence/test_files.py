"""Files of the learner's: carried as bytes, read by readers that run no code."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from hostile_files import ABSURD_PNG, BROKEN, HDF5, archive_bomb, hdf5
from keras import layers

from graders.evidence import EvidenceError, FileEvidence, Unusable, kinds


@pytest.fixture
def work(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def functional():
    inputs = keras.Input((4,), name="left")
    other = keras.Input((4,), name="right")
    hidden = layers.Dense(3, activation="relu")(inputs)
    base = keras.Model(inputs, layers.Dense(3)(hidden) + hidden, name="base")
    near = base(inputs) - base(other)
    return keras.Model([inputs, other], [layers.Dense(1)(near), base(other)])


def test_file_keras_archive(carry, work):
    model = functional()
    model.save("model.keras")
    found = carry(None, kinds.File("*.keras"))
    again = found["model.keras"].model().keras
    inputs = [np.random.rand(5, 4), np.random.rand(5, 4)]
    for mine, theirs in zip(model.predict(inputs, verbose=0), again.predict(inputs, verbose=0), strict=True):
        assert theirs == pytest.approx(mine, abs=1e-6)
    assert found[0].keras_config()["class_name"] == "Functional"


def test_file_keras_archive_of_a_recurrent_model(carry, work):
    inputs = keras.Input((6,), dtype="int32")
    x = layers.Embedding(20, 4, mask_zero=True)(inputs)
    x = layers.Bidirectional(layers.LSTM(3, return_sequences=True))(x)
    model = keras.Model(inputs, layers.Dense(2, activation="softmax")(layers.GRU(3)(x)))
    model.save("text.keras")
    again = carry(None, kinds.File("text.keras"))[0].model().keras
    batch = np.random.randint(0, 20, (4, 6))
    assert again.predict(batch, verbose=0) == pytest.approx(model.predict(batch, verbose=0), abs=1e-6)


def test_file_weights(carry, work):
    model = keras.Sequential([layers.Input((3,)), layers.Dense(2)])
    model.save_weights("w.weights.h5")
    file = carry(None, kinds.File("*.weights.h5"))[0]
    assert sorted(array.shape for array in file.weights().values()) == [(2,), (3, 2)]
    other = keras.Sequential([layers.Input((3,)), layers.Dense(2)])
    file.load_into(other)
    assert (other.get_weights()[0] == model.get_weights()[0]).all()
    with pytest.raises(EvidenceError, match="do not fit"):
        file.load_into(keras.Sequential([layers.Input((5,)), layers.Dense(2)]))


def test_file_events_of_tf_summary(carry, work):
    writer = tf.summary.create_file_writer("logs/run")
    with writer.as_default():
        tf.summary.scalar("rate", 0.5, step=3)
        tf.summary.histogram("weights", np.random.rand(100), step=4)
        tf.summary.image("digit", np.zeros((1, 8, 6, 1)), step=5)
        tf.summary.text("note", "hello", step=6)
        tf.summary.audio("beep", np.zeros((1, 100, 1), "float32"), 8000, step=7)
    writer.close()
    found = {event.tag: event for event in carry(None, kinds.File("logs/*tfevents*"))[0].events()}
    assert (found["rate"].kind, found["rate"].step, found["rate"].value) == ("scalar", 3, 0.5)
    assert found["weights"].kind == "histogram" and sum(row[2] for row in found["weights"].value) == 100
    assert found["digit"].kind == "image" and found["digit"].value == (6, 8)
    assert found["note"].value == "hello" and found["beep"].kind == "audio"


def test_file_csv_json_png(carry, work):
    (work / "t.csv").write_text("epoch,loss\n0,1.5\n", encoding="utf-8")
    (work / "t.json").write_text('{"a": 1}', encoding="utf-8")
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure = pyplot.figure(figsize=(2, 1), dpi=50)
    figure.savefig(work / "p.png")
    pyplot.close(figure)
    found = carry(None, kinds.File("*"))
    assert found["t.csv"].csv() == [{"epoch": "0", "loss": "1.5"}]
    assert found["t.json"].json() == {"a": 1}
    assert found["p.png"].png() == (100, 50)


def test_file_that_is_missing_linked_or_too_many(carry, work, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "secret.csv"
    outside.write_text("secret", encoding="utf-8")
    (work / "link.csv").symlink_to(outside)
    assert isinstance(carry(None, kinds.File("*.csv")), Unusable)
    for number in range(5):
        (work / f"{number}.txt").write_text("x", encoding="utf-8")
    assert "more than 3" in carry(None, kinds.File("*.txt", most=3)).found


@pytest.mark.parametrize("reader", ["csv", "json", "png", "events", "weights", "model", "keras_config"])
@pytest.mark.parametrize("data", BROKEN)
def test_broken_files_are_refused(reader, data):
    if reader == "csv" and data in (b"", b"\x00" * 40, b"PK\x03\x04", b"[" * 50_000):
        return
    name = "x.keras" if reader in ("model", "keras_config") else "x.weights.h5"
    with pytest.raises(EvidenceError):
        getattr(FileEvidence(name, data), reader)()


def test_event_file_with_a_wrong_checksum_is_refused(work):
    writer = tf.summary.create_file_writer("logs")
    with writer.as_default():
        tf.summary.scalar("a", 1.0, step=1)
    writer.close()
    (path,) = (work / "logs").iterdir()
    data = bytearray(path.read_bytes())
    assert FileEvidence("e", bytes(data)).events()[-1].tag == "a"
    data[-6] ^= 1
    with pytest.raises(EvidenceError, match="broken"):
        FileEvidence("e", bytes(data)).events()


def test_archive_bomb_is_refused():
    with pytest.raises(EvidenceError, match="too large"):
        FileEvidence("model.keras", archive_bomb()).model()


@pytest.mark.parametrize("fill", HDF5, ids=lambda fill: fill.__name__)
def test_hdf5_that_points_elsewhere_is_refused(tmp_path, fill):
    with pytest.raises(EvidenceError):
        FileEvidence("x.weights.h5", hdf5(fill, tmp_path / "x.h5")).weights()


def test_png_of_absurd_size_is_refused():
    with pytest.raises(EvidenceError):
        FileEvidence("p.png", ABSURD_PNG).png()


def test_archive_of_the_learners_own_class_says_so(carry, work):
    class Own(keras.layers.Layer):
        def call(self, inputs):
            return inputs

    keras.Sequential([layers.Input((3,)), Own()]).save("own.keras")
    with pytest.raises(EvidenceError, match="code of its own"):
        carry(None, kinds.File("own.keras"))[0].model()

"""One test for each kind of evidence, carried from the learner's object to what a check is given."""

import math

import keras
import numpy as np
import pandas as pd
import pytest
import tensorflow as tf
from keras import layers

from graders.evidence import Other, Unusable, kinds

LOGS = [{"loss": 1.0, "val_loss": value} for value in (3.0, 2.0, 1.0, 1.5, 1.6, 1.7, 0.1)]
BATCH = (np.array([1.0, 2.0], "float32"), np.array([1.0, 4.0], "float32"))


@pytest.fixture
def rows():
    generator = np.random.default_rng(0)
    x = generator.normal(size=(24, 3)).astype("float32")
    return x, x.sum(axis=1)


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        3,
        -(2**70),
        2.5,
        math.inf,
        "naïve ☃",
        b"\x00\xff",
        1 + 2j,
        [1, [2, (3, "x")]],
        {"a": [1, None], 2: {"b": (1.5,)}},
        {1, 2, 3},
        [],
        {},
    ],
)
def test_value(carry, value):
    found = carry(value, kinds.Value())
    assert found == value and type(found) is type(value)


def test_value_of_numpy_and_odd_parts(carry):
    found = carry(
        {"a": np.float32(0.5), "b": np.arange(3), "c": object(), "d": float("nan"), "e": np.bool_(True)},
        kinds.Value(),
    )
    assert found["a"] == 0.5 and type(found["a"]) is float
    assert found["b"].tolist() == [0, 1, 2]
    assert found["c"] == Other("object")
    assert math.isnan(found["d"]) and found["e"] is True


@pytest.mark.parametrize(
    "dtype", ["bool", "int8", "uint16", "int64", "float16", "float32", "float64", "complex64", ">f4"]
)
def test_array(carry, dtype):
    array = np.arange(12).reshape(3, 4).astype(dtype)
    found = carry(array, kinds.Array())
    assert (found == array).all() and found.dtype == np.dtype(dtype).newbyteorder("<")
    assert found.full_shape == (3, 4) and found.rows is None and found.type == "ndarray"


def test_array_of_tensors_series_frames_and_texts(carry):
    assert carry(tf.constant([[1.0, 2.0]]), kinds.Array()).tolist() == [[1.0, 2.0]]
    assert carry(tf.Variable([1, 2]), kinds.Array()).tolist() == [1, 2]
    assert carry(keras.Variable([3.0]), kinds.Array()).tolist() == [3.0]
    assert carry(pd.Series([1, 2]), kinds.Array()).type == "Series"
    assert carry(pd.DataFrame({"a": [1.0], "b": [2.0]}), kinds.Array()).tolist() == [[1.0, 2.0]]
    assert carry(np.array(["a", "bc"]), kinds.Array()).tolist() == ["a", "bc"]
    assert carry(tf.constant(["é"]), kinds.Array()).tolist() == ["é"]
    assert carry(np.float64(3), kinds.Array()).shape == ()
    assert carry(np.asfortranarray(np.arange(6).reshape(2, 3)), kinds.Array()).tolist() == [
        [0, 1, 2],
        [3, 4, 5],
    ]
    bfloat = carry(tf.constant([1.5], tf.bfloat16), kinds.Array())
    assert bfloat.astype("float32").tolist() == [1.5]


def test_array_by_rows(carry):
    found = carry(np.arange(2000).reshape(1000, 2), kinds.Array(rows=5))
    assert found.full_shape == (1000, 2) and found.shape == (5, 2)
    assert found.rows[0] == 0 and found.rows[-1] == 999
    assert (found[:, 0] == 2 * found.rows).all()


def test_array_refuses_what_holds_no_numbers(carry):
    assert "symbolic" in carry(keras.Input((3,)), kinds.Array()).found
    assert "list" in carry([1, 2], kinds.Array()).found
    assert carry([1, 2], kinds.Array(lists=True)).tolist() == [1, 2]
    assert "ragged" in carry(tf.ragged.constant([[1], [2, 3]]), kinds.Array()).found
    assert isinstance(carry(np.array([object()]), kinds.Array()), Unusable)
    assert "class" in carry(dict, kinds.Array()).found


def test_table(carry):
    frame = pd.DataFrame({"carat": [0.2, 0.3], "cut": ["Ideal", None], "n": [1, 2]})
    found = carry(frame, kinds.Table())
    assert list(found.columns) == ["carat", "cut", "n"] and len(found) == 2 and "cut" in found
    assert found["carat"].tolist() == [0.2, 0.3] and found["cut"].tolist() == ["Ideal", None]


def test_history(carry, rows):
    x, y = rows
    model = keras.Sequential([layers.Input((3,)), layers.Dense(1)])
    model.compile(loss="mse", optimizer="sgd", metrics=["mae"])
    history = model.fit(x, y, epochs=3, verbose=0, validation_split=0.25)
    found = carry(history, kinds.History())
    assert found["val_loss"] == history.history["val_loss"] and len(found) == 3
    assert found.validated and found.planned == 3 and found.metrics == ["mae"]
    assert carry(history.history, kinds.History())["loss"] == history.history["loss"]
    assert isinstance(carry({"loss": "x"}, kinds.History()), Unusable)
    assert isinstance(carry(model, kinds.History()), Unusable)


def test_layer(carry):
    layer = layers.Dense(2, activation="relu", kernel_initializer="he_normal")
    x = np.ones((1, 3), "float32")
    expected = layer(x)
    found = carry(layer, kinds.Layer(questions=[kinds.call(x)]))
    assert found.class_name == "Dense" and found.config["units"] == 2 and found.parameters == 8
    assert found.answers[0].value == pytest.approx(np.asarray(expected))
    assert np.asarray(found.layer(x)) == pytest.approx(np.asarray(expected))
    assert carry(layers.LSTM(4), kinds.Layer()).built is False


def test_function(carry):
    def scale(x, by=2):
        print("scaling")
        return x * by

    found = carry(scale, kinds.Function([kinds.call(np.arange(3)), kinds.call(2, by=3), kinds.call(None)]))
    assert found.name == "scale" and found.parameters == ("x", "by") and found.is_function
    assert found.answers[0].value.tolist() == [0, 2, 4] and found.answers[0].printed == "scaling\n"
    assert found.answers[1].value == 6
    assert found.answers[2].error.type == "TypeError" and found.first_error is found.answers[2]


def test_function_that_gives_models(carry):
    def build(units):
        model = keras.Sequential([layers.Input((4,)), layers.Dense(units)])
        model.compile("sgd", "mse")
        return model, {"units": units, "parts": [model.layers[0]]}

    model, facts = carry(build, kinds.Function([kinds.call(5)])).answers[0].value
    assert model.architecture.count("Dense", units=5) == 1 and model.compiled.optimizer.name == "sgd"
    assert facts["units"] == 5 and facts["parts"][0].class_name == "Dense"


def test_function_with_the_learners_model_and_made_objects(carry):
    def width(model, optimizer):
        return model.output_shape[-1], float(optimizer.learning_rate)

    model = keras.Sequential([layers.Input((4,)), layers.Dense(7)])
    asked = kinds.Function([kinds.call(kinds.name("net"), kinds.made("keras.optimizers.SGD", 0.5))])
    assert carry(width, asked, net=model).answers[0].value == (7, 0.5)
    missing = carry(width, kinds.Function([kinds.call(kinds.name("nowhere"), 1)])).answers[0]
    assert "nowhere" in missing.skipped


def test_function_repeated_and_seeded(carry):
    def draw():
        return np.random.rand()

    seeded = carry(draw, kinds.Function([kinds.call()], seed=3, repeat=2)).answers
    assert seeded[0].value == seeded[1].value
    free = carry(draw, kinds.Function([kinds.call()], repeat=2)).answers
    assert free[0].value != free[1].value


@pytest.mark.parametrize("body", ["pass", "return ...", "raise NotImplementedError()"])
def test_function_left_empty_is_unanswered(carry, body):
    names = {}
    exec(f"def answer(x):\n    {body}", names)
    found = carry(names["answer"], kinds.Function([kinds.call(1)]))
    assert isinstance(found, Unusable) and found.unanswered


class OwnMetric(keras.metrics.Metric):
    def __init__(self, name="rmse", **options):
        super().__init__(name=name, **options)
        self.total = self.add_weight(name="total", initializer="zeros")
        self.count = self.add_weight(name="count", initializer="zeros")

    def update_state(self, y_true, y_pred, sample_weight=None):
        squares = keras.ops.square(y_true - y_pred)
        weight = keras.ops.ones_like(squares) if sample_weight is None else sample_weight
        self.total.assign_add(keras.ops.sum(squares * weight))
        self.count.assign_add(keras.ops.sum(weight))

    def result(self):
        return keras.ops.sqrt(self.total / self.count)


def test_metric(carry):
    weighted = (*BATCH, np.array([1.0, 0.0], "float32"))
    found = carry(OwnMetric, kinds.Metric(epochs=[[BATCH, weighted], [BATCH]]))
    assert found.is_class and found.is_a("Metric") and "update_state" in found.defines
    assert found["epoch 1 batch 1"].value == pytest.approx(math.sqrt(2))
    assert found["epoch 1 batch 2"].value == pytest.approx(math.sqrt(4 / 3))
    assert found["epoch 2 batch 1"].value == pytest.approx(math.sqrt(2))
    assert found["config"].value["name"] == "rmse"


def test_metric_that_breaks(carry):
    class Nameless(OwnMetric):
        def __init__(self):
            raise ValueError("not like this")

    found = carry(Nameless, kinds.Metric(epochs=[[BATCH]]))
    assert found["made"].error.message == "not like this"
    assert found["epoch 1 batch 1"].skipped and not found["epoch 1 batch 1"].ok


def test_loss_as_function_and_class(carry):
    def absolute(y_true, y_pred):
        return keras.ops.mean(keras.ops.abs(y_true - y_pred))

    class Scaled(keras.losses.Loss):
        def __init__(self, scale=1.0, **options):
            super().__init__(**options)
            self.scale = scale

        def call(self, y_true, y_pred):
            return keras.ops.square(y_true - y_pred) * self.scale

        def get_config(self):
            return {**super().get_config(), "scale": self.scale}

    assert carry(absolute, kinds.Loss(batches=[BATCH]))["batch 1"].value == pytest.approx(1.0)
    found = carry(Scaled, kinds.Loss(batches=[BATCH], arguments=kinds.call(scale=3.0)))
    assert found["batch 1"].value == pytest.approx(6.0) and found["config"].value["scale"] == 3.0
    assert found.is_a("Loss")


@keras.saving.register_keras_serializable("evidence_tests")
class Scaling(keras.layers.Layer):
    def __init__(self, units, **options):
        super().__init__(**options)
        self.units = units
        self.dropout = layers.Dropout(0.5)

    def build(self, shape):
        self.kernel = self.add_weight(name="kernel", shape=(shape[-1], self.units))

    def call(self, inputs, training=None):
        return self.dropout(keras.ops.matmul(inputs, self.kernel), training=training)

    def get_config(self):
        return {**super().get_config(), "units": self.units}


def test_layer_class(carry):
    x = np.ones((2, 3), "float32")
    found = carry(Scaling, kinds.LayerClass(inputs=[x], arguments=kinds.call(4)))
    weights = found["layer"].value.weights
    assert [weight.shape for weight in weights] == [(3, 4)] and weights[0].name == "kernel"
    assert found["call 1"].value == pytest.approx(x @ weights[0].values, abs=1e-6)
    assert (found["training 1"].value == 0).any()
    assert found["config"].value["units"] == 4 and found["again 1"].value.shape == (2, 4)
    assert isinstance(carry(Scaling(2), kinds.LayerClass(inputs=[x])), Unusable)


@keras.saving.register_keras_serializable("evidence_tests")
class Net(keras.Model):
    def __init__(self, units=2, **options):
        super().__init__(**options)
        self.units = units
        self.dense = layers.Dense(units)

    def call(self, inputs):
        return self.dense(inputs["a"]) + inputs["b"]

    def get_config(self):
        return {**super().get_config(), "units": self.units}


def test_model_class_saved_and_reloaded(carry, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    x = {"a": np.ones((2, 3), "float32"), "b": np.ones((2, 2), "float32")}
    found = carry(Net, kinds.ModelClass(inputs=[x]))
    assert found["reloaded 1"].value == pytest.approx(found["call 1"].value)
    assert list(tmp_path.iterdir()) == []

    class Forgetful(Net):
        pass

    found = carry(Forgetful, kinds.ModelClass(inputs=[x]))
    assert found["call 1"].ok and found["reloaded"].error.type == "TypeError" and found["reloaded 1"].skipped


def test_callback_played(carry):
    stopping = keras.callbacks.EarlyStopping(monitor="val_loss", patience=2, restore_best_weights=True)
    found = carry(stopping, kinds.Callback(logs=LOGS, attributes=["patience", "monitor"]))
    assert found["played"].value["epochs"] == 5 and found["played"].value["stopped"] is True
    assert found["played"].value["weights_of_epoch"] == 3.0
    assert found["patience"].value == 2 and found["monitor"].value == "val_loss"
    slower = carry(keras.callbacks.ReduceLROnPlateau(patience=1, factor=0.5), kinds.Callback(logs=LOGS))
    assert slower["played"].value["rates"][0] == 0.1 and slower["played"].value["rate_after"] < 0.1


def test_callback_of_the_learners_own(carry):
    class Ratio(keras.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            self.seen = [*getattr(self, "seen", []), logs["loss"]]

        def on_epoch_end(self, epoch, logs=None):
            print(f"ratio {logs['val_loss'] / logs['loss']:.2f}")

    asked = kinds.Callback(logs=LOGS[:2], batches=[[{"loss": 5.0}], [{"loss": 4.0}]], attributes=["seen"])
    found = carry(Ratio, asked)
    assert found["played"].printed == "ratio 3.00\nratio 2.00\n" and found["seen"].value == [5.0, 4.0]


def test_callback_that_writes_a_keras_file(carry, rows):
    x, y = rows
    keeping = keras.callbacks.ModelCheckpoint("best.keras", save_best_only=True, monitor="val_loss")
    found = carry(keeping, kinds.Callback(data=(x, y, x, y), epochs=3))
    assert len(found["trained"].value) == 3
    (file,) = found["files"].value
    saved = file.model()
    assert file.name == "best.keras" and saved.keras.count_params() == 4
    assert saved.compiled.losses[0].name == "mean_squared_error" and saved.optimizer_state


def test_callback_that_writes_csv(carry, rows):
    found = carry(keras.callbacks.CSVLogger("log.csv"), kinds.Callback(data=rows, epochs=3))
    table = found["files"].value["log.csv"].csv()
    assert [row["epoch"] for row in table] == ["0", "1", "2"] and float(table[0]["loss"]) > 0


def test_callback_that_writes_event_files(carry, rows):
    x, y = rows
    board = keras.callbacks.TensorBoard("logs", histogram_freq=1)
    found = carry(board, kinds.Callback(data=(x, y, x, y), epochs=2))
    events = {file.folder: file.events() for file in found["files"].value if "tfevents" in file.name}
    losses = [event for event in events["logs/train"] if event.tag == "epoch_loss"]
    assert [event.step for event in losses] == [0, 1] and all(event.kind == "scalar" for event in losses)
    assert losses[0].value == pytest.approx(found["trained"].value["loss"][0])
    assert any(event.kind == "histogram" and event.value for event in events["logs/train"])
    assert any(event.kind == "graph" for event in events["logs/train"])
    assert any(event.tag == "epoch_loss" for event in events["logs/validation"])


def test_script_of_any_object(carry):
    class Counter:
        def __init__(self):
            self.n = 0

        def up(self, by):
            self.n += by
            return self

    steps = [
        kinds.ask("up", "subject.up", 3, take=False),
        kinds.put("subject.n", 10),
        kinds.get("n", "subject.n"),
    ]
    assert carry(Counter(), kinds.Script(steps))["n"].value == 10


def test_script_makes_objects_of_keras_tuner(carry):
    def build(hp):
        units = hp.Int("units", 1, 8)
        return keras.Sequential([keras.Input((3,)), layers.Dense(units)])

    steps = [
        kinds.ask("hp", "keras_tuner.HyperParameters", store="hp", take=False),
        kinds.ask("chosen", "hp.values.update", {"units": 5}, take=False),
        kinds.ask("model", "subject", kinds.ref("hp")),
        kinds.ask("defaults", "subject", kinds.made("keras_tuner.HyperParameters")),
        kinds.ask("space", "hp.get_config"),
    ]
    evidence = carry(build, kinds.Script(steps))
    assert evidence["model"].value.parameters == 3 * 5 + 5
    assert evidence["defaults"].value.parameters == 3 * 1 + 1
    assert [entry["class_name"] for entry in evidence["space"].value["space"]] == ["Int"]


@pytest.mark.parametrize("what", ["os.getcwd", "keras_tuner_of_mine.Search", "subprocess.run"])
def test_script_makes_nothing_of_other_packages(carry, what):
    with pytest.raises(ValueError, match="can be made"):
        kinds.made(what)
    answer = carry(len, kinds.Script([kinds.ask("called", what)]))["called"]
    assert not answer.ok
    assert "no `" in answer.skipped


def test_two_kinds_of_one_name(carry):
    assert carry(None, kinds.Value(of="other"), other=5) == 5
    assert "called `other`" in carry(None, kinds.Array(of="other"), other=5).expected

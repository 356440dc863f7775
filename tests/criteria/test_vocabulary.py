"""Readers for checks: what they take, what they refuse, and the words that they refuse it with."""

import keras
import numpy as np
import pytest
from keras import layers

from coursework.evidence import capture
from graders import vocabulary
from graders.criteria import Missed, require
from graders.evidence import FileEvidence, FilesEvidence, Unusable, kinds, read, request
from graders.evidence.typed import Answer, Raised, ScriptEvidence
from graders.vocabulary import (
    Scale,
    activations_between,
    array_of,
    as_number,
    class_is,
    close,
    compiled_of,
    error_line,
    file_of,
    has_hidden_weights,
    holds,
    inputs_are,
    kind_of,
    listed,
    loss_is,
    metric_names,
    number_is,
    number_of,
    numbers_of,
    output_activation_is,
    output_layer_is,
    output_of,
    outputs_are,
    outputs_by_name,
    pair_of,
    saved_model,
    setting_of,
    shown,
    side_by_side,
    units_are,
    value_of,
)


def missed(reader, *args, **kwargs):
    """Give what a reader raises."""
    with pytest.raises(Missed) as raised:
        reader(*args, **kwargs)
    return raised.value


# --------------------------------------------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    "value",
    [
        2,
        2.0,
        np.float32(2),
        np.int64(2),
        np.array(2),
        np.array([2.0]),
        np.array([[2]]),
        [2],
        (np.array([2]),),
    ],
)
def test_a_number_is_taken_in_any_form(value):
    assert number_of(value) == 2.0
    assert type(as_number(value)) is float


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (None, "nothing (None)"),
        (True, "True"),
        ("2", "the text '2'"),
        (np.array([1.0, 2.0]), "an array of shape (2,)"),
        ([1, 2, 3], "a list of 3"),
        (np.array(["a"]), "an array of 'a'"),
        ({"mse": 1}, "a dict with the keys 'mse'"),
        ({}, "an empty dict"),
        (Unusable("a number", "an object of a class of your own"), "an object of a class of your own"),
        (object(), "an object"),
    ],
)
def test_what_is_no_number_is_named(value, found):
    assert as_number(value) is None
    told = missed(number_of, value, expected="one price", hint="Take the mean.")
    assert (told.expected, told.found, told.hint) == ("one price", found, "Take the mean.")


@pytest.mark.parametrize(
    "value", [[1, 2], (1.0, np.int64(2)), np.array([1, 2]), np.array([[1, 2]]), [np.array([1]), np.array(2)]]
)
def test_several_numbers_are_taken_in_any_form(value):
    assert numbers_of(value, 2) == [1.0, 2.0]


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ([1, 2, 3], "a list of 3"),
        ((1, "two"), "the text 'two' at place 2"),
        ((None, 2), "nothing (None) at place 1"),
        (5, "5"),
        (np.array([1.0, 2.0, 3.0]), "an array of shape (3,)"),
        ("ab", "the text 'ab'"),
    ],
)
def test_what_is_not_so_many_numbers_is_named(value, found):
    told = missed(numbers_of, value, 2)
    assert (told.expected, told.found) == ("2 numbers", found)


@pytest.mark.parametrize("value", [("a", None), ["a", None], np.array(["a", "b"])])
def test_a_pair_may_be_of_anything(value):
    assert pair_of(value)[0] == "a"


@pytest.mark.parametrize("value", [None, "ab", {"a": 1, "b": 2}, (1, 2, 3), np.array(2.0), np.zeros(3)])
def test_what_is_no_pair_is_refused(value):
    assert missed(pair_of, value, expected="a run and a step", hint="`return run, step`.").found == kind_of(
        value
    )


def test_an_array_is_taken_from_a_list_too_and_has_its_shape():
    assert array_of([[1, 2], [3, 4]], expected="a table", shape=(None, 2)).shape == (2, 2)
    assert (
        missed(array_of, np.zeros((3, 1)), expected="a column", shape=(3,)).found
        == "an array of shape (3, 1)"
    )
    assert missed(array_of, [[1, 2], [3]], expected="a table").found == "a list of 2"
    assert missed(array_of, "abc", expected="numbers").found == "the text 'abc'"
    assert missed(array_of, np.array([True]), expected="numbers").expected == "numbers"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-0.019999999552965164, "-0.02"),
        (np.float32(0.1), "0.1"),
        (0.123456, "0.1235"),
        (3.0, "3"),
        (47710, "47710"),
        (12345.678, "12346"),
        (1.5e-7, "1.5e-07"),
        (1e300, "1e+300"),
        (float("nan"), "nan"),
        (float("-inf"), "-inf"),
        (np.array([0.25]), "0.25"),
        ((0.1 + 0.2, None, [1]), "(0.3, None, [1])"),
        ("x" * 100, "'" + "x" * 58 + "…"),
        (np.zeros((2, 3)), "an array of shape (2, 3)"),
        (np.int64(5), "5"),
        ((np.int64(5), np.float32(0.5), np.bool_(True), np.str_("a")), "(5, 0.5, True, 'a')"),
    ],
)
def test_values_are_shown_with_four_digits(value, text):
    assert shown(value) == text


def test_words_are_joined_up_to_eight():
    assert listed(["a", "b"]) == "a, b"
    assert listed([]) == ""
    assert listed(range(10)) == "0, 1, 2, 3, 4, 5, 6, 7 and 2 more"


# ------------------------------------------------------------------------------------------------- comparing


def test_close_takes_what_another_order_of_summing_changes_and_no_mistake():
    assert close(1.0 + 1e-5, 1.0)
    assert not close(1.01, 1.0)
    assert close(np.array([[1.0]]), 1.0)
    assert close(np.float32(0.1), 0.1)
    assert close([1, 2], np.array([1.0, 2.0]))
    assert close(1000.5, 1000, rel=1e-3, abs=0)
    assert not close(1000.5, 1000, rel=0, abs=0.1)
    assert not close(3, 4, rel=0, abs=0)


@pytest.mark.parametrize(
    "found", [None, "1", float("nan"), float("inf"), True, np.zeros(2), [1, 2], object()]
)
def test_what_is_no_number_is_close_to_none(found):
    assert not close(found, 1.0)


@pytest.mark.parametrize("found", [None, "12", 1.0, np.zeros((2, 1)), np.zeros(3), ["a", "b"], [[1], [2, 3]]])
def test_another_shape_or_kind_is_close_to_no_array(found):
    assert not close(found, np.zeros(2))


def test_arrays_of_unsigned_numbers_do_not_go_round():
    assert not close(np.array([255, 0], "uint8"), np.array([-1, 0]))


def test_a_wrong_number_gets_the_words_of_the_mistake_that_gives_it():
    mistakes = {"That is the sum.": 30.0, "That is the mean, of either sign.": [3, -3]}
    number_is(2.0001, 2, expected="the root", mistakes=mistakes)
    for found, hint in (
        (30.0, "That is the sum."),
        (-3.0, "That is the mean, of either sign."),
        (7.0, "Look."),
    ):
        told = missed(number_is, found, 2, expected="the root", mistakes=mistakes, hint="Look.")
        assert (told.expected, told.found, told.hint) == ("the root", shown(found), hint)
    assert holds(number_is, 2.4, 2, expected="the root", abs=0.5)


def test_the_first_mistake_that_shows_comes_before_the_hint():
    mistakes = {"First.": 0, "Second.": [1], "Third.": True}
    require(True, expected="", found="", mistakes=mistakes)
    assert missed(require, [], expected="e", found="f", mistakes=mistakes, hint="h").hint == "Second."
    assert missed(require, None, expected="e", found="f", mistakes={"First.": ""}, hint="h").hint == "h"


# -------------------------------------------------------------------------------------- what a call returned


def failed(message, type_="ValueError"):
    return Answer("0", error=Raised(type_, message))


def test_the_value_of_a_call_is_given():
    assert value_of(Answer("0", value=0.0), "f(x)") == 0.0
    assert value_of(Answer("0", value=None), "f(x)") is None


def test_a_call_that_raised_was_not_reached_or_gave_a_strange_object_is_missed():
    told = missed(value_of, failed("no such key"), "f(x)")
    assert (told.expected, told.found) == ("`f(x)` to run to its end", "an error: ValueError: no such key")
    assert "Call it yourself" in told.hint
    assert missed(value_of, Answer("0", skipped="`made` failed"), "f(x)").found == "`made` failed"
    strange = Unusable("a number", "a generator", "Return a list.")
    told = missed(value_of, Answer("0", value=strange), "f(x)")
    assert (told.expected, told.found, told.hint) == ("a number", "a generator", "Return a list.")


@pytest.mark.parametrize(
    ("message", "line"),
    [
        ("", "an error: ValueError"),
        ("\n  shapes (3,) and (4,)\nmore", "an error: ValueError: shapes (3,) and (4,)"),
        (
            "\x1b[1mException encountered when calling Tower.call().\x1b[0m\n\n\x1b[1mCould not add\x1b[0m",
            "an error: ValueError: Could not add",
        ),
        (
            "Could not build.\nError encountered: no weights",
            "an error: ValueError: Error encountered: no weights",
        ),
    ],
)
def test_the_line_of_an_error_that_says_what_is_wrong(message, line):
    assert error_line(failed(message)) == line
    assert len(error_line(failed("x" * 1000))) == 300


def test_a_class_derives_from_what_the_exercise_names():
    script = ScriptEvidence("Tower", True, False, ("keras.Model", "keras.layers.Layer"), (), (), ())
    class_is(script, "keras.Model")
    told = missed(class_is, script, "keras.metrics.Metric")
    assert told.expected == "a class that derives from `keras.metrics.Metric`"
    assert told.found == "one that derives from keras.Model"
    assert "keras.metrics.Metric" in told.hint
    plain = ScriptEvidence("Tower", True, False, (), (), (), ())
    assert "none of Keras's classes" in missed(class_is, plain, "keras.Model").found


def test_holds_says_whether_a_reader_raises_and_lets_faults_through():
    assert holds(number_of, 1)
    assert not holds(number_of, "one")
    with pytest.raises(TypeError):
        holds(number_of)


# ---------------------------------------------------------------------------------------------------- models


@pytest.fixture(scope="module")
def carried():
    """Models as evidence: carried out of one process and read as the examiner reads them."""

    def carry(model):
        asked = {"model": kinds.Model()}
        return read(capture({"model": model}, request(asked)), asked)["model"]

    return carry


def two_headed(hidden="relu", head_input=None, **activations):
    wide, deep = keras.Input((5,), name="wide"), keras.Input((6,), name="deep")
    x = layers.Dense(4, activation=hidden)(layers.Concatenate()([wide, deep]))
    price = layers.Dense(1, name="price", activation=activations.get("price"))(x)
    source = price if head_input == "price" else x
    kind = layers.Dense(3, name="kind", activation=activations.get("kind", "softmax"))(source)
    return keras.Model([wide, deep], {"price": price, "kind": kind})


@pytest.fixture(scope="module")
def model(carried):
    built = two_headed()
    built.compile(
        loss={"price": "mse", "kind": "sparse_categorical_crossentropy"},
        loss_weights={"price": 0.8, "kind": 0.2},
        metrics={"price": [keras.metrics.RootMeanSquaredError(name="rmse"), "mae"], "kind": "accuracy"},
    )
    return carried(built)


@pytest.fixture(scope="module")
def chain(carried):
    return carried(keras.Sequential([keras.Input((4,)), layers.Dense(3, activation="relu"), layers.Dense(1)]))


def test_inputs(model, chain):
    inputs_are(model, {"deep": 6, "wide": (5,)})
    inputs_are(model.architecture, {"wide": 5, "deep": 6})
    inputs_are(chain, {"any name": 4})
    told = missed(inputs_are, model, {"wide": 5, "narrow": 6})
    assert told.expected == "inputs `wide` of 5, `narrow` of 6"
    assert told.found == "`wide` of 5, `deep` of 6"
    assert told.hint.startswith("The widths are right; the names")
    assert "without the number of rows" in missed(inputs_are, chain, {"stones": (28, 28)}).hint
    assert missed(inputs_are, chain, {"stones": (28, 28)}).expected == "inputs `stones` of 28×28"


def test_outputs(model):
    outputs_are(model, "kind", "price")
    told = missed(outputs_are, model, "price", "cut")
    assert told.expected == "outputs called `price`, `cut`"
    assert told.found == "`price`, `kind`" or told.found == "`kind`, `price`"
    assert missed(outputs_are, model, "price").hint.startswith("Give the outputs as a dict")


def test_units(model, chain, carried):
    units_are(model, "kind", 3)
    units_are(chain, 0, 1)
    told = missed(units_are, model, "kind", 5)
    assert (told.expected, told.found) == ("5 unit(s) in `kind`", "3")
    inputs = keras.Input((4,))
    squeezed = carried(keras.Model(inputs, keras.ops.squeeze(layers.Dense(1)(inputs), axis=-1)))
    units_are(squeezed, 0, 1)
    assert not holds(units_are, squeezed, 0, 2)
    maps = carried(keras.Sequential([keras.Input((7, 4)), layers.Dense(1)]))
    assert missed(units_are, maps, 0, 1).found == "an output of shape (None, 7, 1)"


def test_output_activations(model, carried):
    output_activation_is(model, "kind", "softmax")
    output_activation_is(model, "price", "linear")
    told = missed(output_activation_is, model, "kind", "sigmoid")
    assert (told.expected, told.found) == (
        "`kind` with the activation of its question",
        "the activation softmax",
    )
    assert told.hint == "A softmax over one unit says 1 for everything."
    own = missed(
        output_activation_is, model, "kind", "linear", expected="e", reasons={"softmax": "Own words."}
    )
    assert (own.expected, own.hint) == ("e", "Own words.")
    odd = carried(two_headed(price="exponential"))
    assert missed(output_activation_is, odd, "price", "linear", hint="Leave it out.").hint == "Leave it out."
    split = keras.Sequential([keras.Input((4,)), layers.Dense(3), layers.Activation("softmax")])
    output_activation_is(carried(split), 0, "softmax")


def test_output_layers(model, carried):
    output_layer_is(model, "price", 1, "linear")
    output_layer_is(model, "kind", 3, "softmax")
    assert missed(output_layer_is, model, "kind", 1, "softmax").expected == "1 unit(s) in `kind`"
    assert missed(output_layer_is, model, "kind", 3, "sigmoid").found == "the activation softmax"
    twice = layers.Dense(3, activation="softmax"), layers.Dense(3, activation="softmax")
    told = missed(output_layer_is, carried(keras.Sequential([keras.Input((4,)), *twice])), 0, 3, "softmax")
    assert told.found == "two of 3 unit(s) in a row, both softmax"


def test_heads_side_by_side(model, carried):
    side_by_side(model, "price", "kind")
    fed = carried(two_headed(head_input="price"))
    told = missed(side_by_side, fed, "price", "kind", hint="Go back.")
    assert (told.found, told.hint) == ("the output `price` is fed to the head of `kind`", "Go back.")


def test_activations_between_layers(model, chain, carried):
    activations_between(model)
    linear = carried(two_headed(hidden=None))
    told = missed(activations_between, linear)
    assert told.found == "none behind Dense 4"
    nodes = {node.name: has_hidden_weights(node) for node in chain.architecture.layers()}
    assert list(nodes.values()) == [True, False]


def test_answers_come_by_name_whatever_structure_they_have(model, chain):
    rows = {"wide": np.ones((2, 5), "float32"), "deep": np.ones((2, 6), "float32"), "other": np.ones((2, 1))}
    outputs = outputs_by_name(model, rows)
    assert {name: array.shape for name, array in outputs.items()} == {"price": (2, 1), "kind": (2, 3)}
    assert output_of(chain, {"stones": np.ones((3, 4), "float32")}).shape == (3, 1)


# ---------------------------------------------------------------------------------------------------- losses


def test_losses(model, chain, carried):
    loss_is(model, "price", "mean_squared_error")
    loss_is(model, "kind", "sparse_categorical_crossentropy")
    told = missed(loss_is, model, "price", "mean_absolute_error")
    assert (told.expected, told.found) == (
        "the loss of the question behind `price`",
        "mean_squared_error",
    )
    assert missed(loss_is, chain, "output", "mean_squared_error").found == "one never compiled"
    assert missed(compiled_of, chain, hint="Read the error.").hint == "Read the error."


@pytest.mark.parametrize(
    ("activation", "loss", "hint"),
    [
        (
            "softmax",
            keras.losses.SparseCategoricalCrossentropy(from_logits=True),
            "says that no activation came",
        ),
        (None, keras.losses.SparseCategoricalCrossentropy(), "nobody said so"),
        ("softmax", "categorical_crossentropy", "wants one-hot rows"),
        ("softmax", None, "have each a loss of their own"),
    ],
)
def test_a_loss_that_takes_the_output_for_something_else(carried, activation, loss, hint):
    built = two_headed(kind=activation)
    built.compile(loss={"price": "mse", **({"kind": loss} if loss else {})})
    assert hint in missed(loss_is, carried(built), "kind", "sparse_categorical_crossentropy").hint


def test_settings_by_output(model):
    compiled = compiled_of(model)
    assert setting_of(compiled.loss_weights, model, "price") == 0.8
    assert metric_names(setting_of(compiled.metrics, model, "price")) == [
        "root_mean_squared_error",
        "mean_absolute_error",
    ]
    assert metric_names(setting_of(compiled.metrics, model, "kind")) == ["accuracy"]
    in_order = dict(zip(model.architecture.output_names, ("first", "second"), strict=True))
    for name, wanted in in_order.items():
        assert setting_of(["first", "second"], model, name) == wanted
    assert setting_of([], model, "price") is None
    assert setting_of("one for all", model, "price") == "one for all"
    assert metric_names(None) == []


# ---------------------------------------------------------------------------------------------------- scales


def test_a_scale_knows_the_rows_that_it_was_learned_from():
    rng = np.random.default_rng(0)
    parts = {"training": rng.normal(3, 2, (4000, 3)), "test": rng.normal(3.2, 2, (4000, 3))}
    layer = layers.Normalization()
    layer.adapt(parts["test"])
    assert Scale.in_layer(layer, 3).learned_from(parts) == "test"
    scaled = (parts["training"] - parts["training"].mean(axis=0)) / parts["training"].std(axis=0)
    assert Scale.between(parts["training"], scaled).learned_from(parts) == "training"
    assert Scale.between(parts["training"], 2 * scaled).learned_from(parts) == ""


def test_a_layer_that_never_saw_data_is_told_from_one_that_changes_nothing():
    fresh, identity = layers.Normalization(), layers.Normalization()
    fresh.build((None, 3))
    identity.adapt(np.array([[-1.0, 1.0, 1.0], [1.0, -1.0, -1.001]]))
    assert Scale.in_layer(fresh, 3).untouched
    assert not Scale.in_layer(identity, 3).untouched
    nothing = Scale(np.zeros(3), np.ones(3))
    assert Scale.in_layer(fresh, 3).near(nothing)
    assert Scale.in_layer(identity, 3).near(nothing)


# ----------------------------------------------------------------------------------------------------- files


def test_files(tmp_path):
    built = keras.Sequential([keras.Input((3,)), layers.Dense(2)])
    built.save(tmp_path / "shelf.keras")
    whole = FileEvidence("out/shelf.keras", (tmp_path / "shelf.keras").read_bytes())
    broken = FileEvidence("out/other.keras", b"weights alone")
    files = FilesEvidence((whole, broken))
    found = saved_model(file_of(files, "out/shelf.keras")).keras
    assert close(found.get_weights()[0], built.get_weights()[0])
    told = missed(saved_model, file_of(files, "out/other.keras"))
    assert told.expected == "a whole model in `out/other.keras`"
    assert "weights" not in told.found
    told = missed(file_of, files, "shelf.keras")
    assert told.found == "`out/shelf.keras`, `out/other.keras`"
    assert "comes in as an argument" in told.hint
    assert missed(file_of, None, "shelf.keras", hint="Save it.").found == "no file that fits"


def test_every_reader_is_offered_and_says_what_it_does():
    for name in vocabulary.__all__:
        assert getattr(vocabulary, name).__doc__, name

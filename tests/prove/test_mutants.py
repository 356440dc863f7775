"""Each operator makes the mistake that it describes, the mutants are programs, and none is the reference."""

import ast
import tomllib
from pathlib import Path

import pytest

from graders.errors import CourseError
from graders.prove.mutants import OPERATORS, Cell, mutants, normal

SPLITS = {"X_train", "X_valid", "X_test", "y_train", "y_valid", "y_test"}

SAMPLES = [
    (sample["operator"], sample["reference"], sample["holds"])
    for sample in tomllib.loads(Path(__file__).with_name("operators.toml").read_text(encoding="utf-8"))[
        "sample"
    ]
]


@pytest.mark.parametrize(("operator", "source", "holds"), SAMPLES, ids=lambda value: str(value)[:40])
def test_operator_makes_its_mistake(operator, source, holds):
    made = list(OPERATORS[operator].apply(Cell(source, SPLITS)))
    assert [mutant for mutant in made if holds in mutant.source], [mutant.source for mutant in made]
    for mutant in made:
        compile(mutant.source, operator, "exec")
        assert mutant.operator == operator
        assert mutant.what
        assert 1 <= mutant.line <= len(source.splitlines())


def test_every_operator_has_a_sample_and_a_description():
    assert {operator for operator, _, _ in SAMPLES} == set(OPERATORS)
    assert all(operator.description.endswith(".") for operator in OPERATORS.values())


@pytest.mark.parametrize("source", sorted({source for _, source, _ in SAMPLES}))
def test_mutants_differ_from_the_reference_and_from_each_other(source):
    forms = [normal(mutant.source) for mutant in mutants(source, SPLITS)]
    assert normal(source) not in forms
    assert len(forms) == len(set(forms))


def test_only_the_region_is_mutated():
    source = "def f(x, n=2):\n    half = 1\n    ### BEGIN SOLUTION\n    return x + 3\n    ### END SOLUTION\n"
    made = mutants(source)
    assert {mutant.line for mutant in made} == {4}
    assert all("n=2" in mutant.source and "half = 1" in mutant.source for mutant in made)


def test_a_name_that_only_the_stub_sets_is_not_dropped():
    source = "model = ...\n### BEGIN SOLUTION\nmodel = make()\n### END SOLUTION\n"
    assert [mutant.operator for mutant in mutants(source)] == []


@pytest.mark.parametrize(
    "source",
    [
        "m.compile(metrics=['mae', keras.metrics.RootMeanSquaredError()])",
        "m.compile(metrics={'price': ['mae', 'mse']})",
        "z = keras.layers.Add()([x, y])",
        "z = keras.layers.average([x, y])",
        "merge = keras.layers.Multiply()\nz = merge([x, y])",
    ],
)
def test_no_order_is_swapped_where_order_says_nothing(source):
    assert not [mutant.what for mutant in mutants(source) if mutant.operator == "swap order"]


@pytest.mark.parametrize(
    "source",
    [
        "m.compile(metrics=[['mae'], ['mse']])",
        "z = keras.layers.Concatenate()([x, y])",
        "z = keras.layers.Subtract()([x, y])",
    ],
)
def test_order_is_swapped_where_it_says_something(source):
    assert [mutant.what for mutant in mutants(source) if mutant.operator == "swap order"]


@pytest.mark.parametrize(
    ("operator", "source"),
    [
        # Each round puts the same weights into the one copy: it stands for a new one.
        (
            "one model for all rounds",
            "for rate in rates:\n    copy = keras.models.clone_model(model)\n"
            "    copy.set_weights(weights)\n    copy.fit(x, y)",
        ),
        # What is loaded differs from round to round.
        ("one model for all rounds", "for path in paths:\n    m = keras.models.load_model(path)\n    f(m)"),
        # Means over rows, and sums that are no mean, are other lessons' matters.
        ("one member alone", "center = x_train.mean(axis=0)\nerror = np.mean(square, axis=0)"),
        ("one member alone", "y = keras.layers.Average()([a, b])"),
        ("one seed for all", "generator = np.random.default_rng(7)"),
        ("learn from all rows", "m.fit(x[:500], y[:500])\nm.fit(table['x'], table['y'])"),
        # `map`, `batch` and `shuffle` of anything else are no pipeline.
        ("drop a step of a pipeline", "numbers = table['field'].map(places).batch(2)"),
        ("fix a hyperparameter", "n = np.random.Int('a', 1, 2)\nk = self.hp.Float(3, 4)"),
        ("a decade less", "share = hp.Float('share', 0.1, 0.5)"),
        ("weights of another network", "g = tape.gradient(loss, model.trainable_weights)"),
    ],
)
def test_no_such_mistake_is_made_where_it_would_be_another_one_or_none(operator, source):
    assert not list(OPERATORS[operator].apply(Cell(source)))


def test_another_split_needs_the_other_name():
    assert not [mutant for mutant in mutants("f(X_train)") if mutant.operator == "another split"]
    found = [
        mutant.what for mutant in mutants("f(X_train)", {"X_valid"}) if mutant.operator == "another split"
    ]
    assert found == ["f(…): X_train → X_valid"]


def test_the_same_mutants_every_time():
    source = "m = keras.Sequential([keras.layers.Dense(3, activation='relu'), keras.layers.Dense(1)])"
    assert mutants(source) == mutants(source)


def test_what_stays_the_same_where_nothing_else_changes():
    moved = mutants("x = 1\ny = np.mean(x)")
    assert {mutant.what for mutant in mutants("y = np.mean(x)")} <= {mutant.what for mutant in moved}


def test_normal_form():
    assert normal("f(a=1, b=2)  # so") == normal('"""Doc."""\nf(b=2, a=1)\nx = x')
    assert normal("f(a=1)") != normal("f(a=2)")


def test_no_python_is_refused():
    with pytest.raises(CourseError, match="line 2"):
        mutants("x = 1\nx = = 2")


def test_mutant_source_keeps_the_meaning_of_what_it_does_not_touch():
    source = "x = [1, 2]\nfor y in x:\n    print(y)\n"
    for mutant in mutants(source):
        assert isinstance(ast.parse(mutant.source), ast.Module)

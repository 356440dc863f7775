"""Each rewriting makes of a right answer what its sample says, and lists of exclusions are of their form."""

import ast
import tomllib
from pathlib import Path

import pytest

from graders.build.source import Cell, Role
from graders.errors import CourseError
from graders.prove.excluded import Excluded, read_excluded
from graders.prove.material import task_text
from graders.prove.mutants import normal
from graders.prove.rewritings import REWRITINGS, Given, Rewriter

SAMPLES = [
    (
        sample["rewriting"],
        {name: set(found) for name, found in sample.get("asked", {}).items()},
        sample["before"],
        sample["after"],
    )
    for sample in tomllib.loads(Path(__file__).with_name("rewritings.toml").read_text(encoding="utf-8"))[
        "sample"
    ]
]


def rewritten(source, asked, known=()):
    answer = Rewriter(source, asked, known)
    return {name: made for name in REWRITINGS if (made := answer.rewritten(name)) is not None}


@pytest.mark.parametrize(
    ("name", "asked", "before", "after"), SAMPLES, ids=[f"{one[0]}-{at}" for at, one in enumerate(SAMPLES)]
)
def test_rewriting_makes_what_its_sample_says(name, asked, before, after):
    made = REWRITINGS[name].apply(Given(before, asked))
    assert made == ast.unparse(ast.parse(after))
    compile(made, name, "exec")


def test_every_rewriting_has_a_sample_and_a_description():
    assert {one[0] for one in SAMPLES} == set(REWRITINGS)
    assert all(one.description.rstrip("`").endswith(".") for one in REWRITINGS.values())
    assert len(REWRITINGS) >= 25


@pytest.mark.parametrize("before", sorted({one[2] for one in SAMPLES}))
def test_rewritten_answers_differ_from_the_answer_and_from_each_other(before):
    forms = [normal(source) for source in rewritten(before, {"m": {"Model"}, "a": {"Value"}}).values()]
    assert normal(before) not in forms
    assert len(forms) == len(set(forms))


@pytest.mark.parametrize(
    ("name", "before"),
    [
        # The last layer's name is the output's name, and stays where it is.
        ("activation as a layer", "y = keras.layers.Dense(3, activation='relu', name='kind')(x)"),
        # An accuracy by name would take a logit above 0.5 for a yes.
        (
            "logits",
            "m.add(keras.layers.Dense(1, activation='sigmoid'))\n"
            "m.compile(loss='binary_crossentropy', metrics=['accuracy'])",
        ),
        # Logs are read by the metric's name.
        ("metric as a function", "m.compile(loss='mse', metrics=['mae'])\nlow = log['mae']"),
        # With weights for the classes the two are not the same.
        ("metrics weighted", "m.compile(metrics=['mae'])\nm.fit(x, y, class_weight=weights)"),
        # A stack that grows afterwards is more than its list.
        (
            "Sequential as functional",
            "m = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3), keras.layers.Dense(2)])\n"
            "m.add(keras.layers.Dense(1))",
        ),
        ("Sequential as a class", "m = keras.Sequential([keras.layers.Dense(3), keras.layers.Dense(2)])"),
        ("independent layers in another order", "a = keras.layers.Dense(3)(x)\nb = keras.layers.Dense(3)(a)"),
        ("merge as an operation", "y = keras.layers.Add()([a, b, c])"),
        ("optimizer by its name", "m.compile(**settings)"),
        # On Keras's symbolic tensors TensorFlow's operations do not work.
        ("operations of TensorFlow", "def block(x):\n    return keras.ops.square(x)"),
        # A model around it has neither its layers nor the names of its outputs.
        ("functional model in a class", "m = keras.Model(a, b)\nm.get_layer('one').trainable = False"),
        ("functional model in a model", "m = keras.Model(a, [b, c])"),
        # `tf.keras` has no `saving`.
        ("tf.keras", "make = keras.saving.register_keras_serializable()"),
        ("keras from tensorflow", "make = keras.saving.register_keras_serializable()"),
        ("function as a lambda", "def f(x):\n    y = x + 1\n    return y"),
        # Without a tape there is no step by hand: `apply` is a data frame's, the weights are counted.
        ("apply_gradients", "table = table.apply(f, g)"),
        ("trainable variables", "n = len(model.trainable_weights)"),
        ("rows prepared in parallel", "numbers = table['field'].map(places)"),
        ("mean as a sum divided", "y = keras.layers.Average()([a, b])\nz = np.mean(x, axis=1)"),
        ("hyperparameters by place", "rate = hp.Float('rate', 0.1, 1.0, sampling='log')"),
        # A layer with a name is looked for by its name.
        ("layers as operations", "y = keras.layers.Flatten(name='flat')(x)"),
    ],
)
def test_nothing_is_rewritten_where_it_would_be_another_program(name, before):
    assert REWRITINGS[name].apply(Given(before, {"m": {"Model"}})) is None


@pytest.mark.parametrize(
    ("returned", "many"),
    [
        # Neither a number nor an array comes out: there is nothing to convert.
        ("keras.models.load_model(x)", False),
        ("'best.keras'", False),
        ("[keras.callbacks.EarlyStopping(), keras.callbacks.CSVLogger(x)]", False),
        ("[keras.Sequential() for _ in x]", False),
        ("pd.DataFrame(x).sort_values('score')", False),
        ("keras.layers.ReLU()(x)", False),
        ("model", False),
        ("inner", False),
        ("None", False),
        # What these give is known only when they run.
        ("keras.losses.MeanSquaredError()(x, x)", True),
        ("keras.Variable(x)", True),
        ("name, step", True),
        ("rows", True),
        ("x", True),
        ("[]", True),
    ],
)
def test_values_are_converted_where_a_function_may_return_some(returned, many):
    source = (
        "def f(x):\n    model = keras.Sequential(x)\n    for step in x:\n        name = str(step)\n"
        f"    rows = []\n    rows += x\n    def inner():\n        return x\n    return {returned}"
    )
    made = REWRITINGS["numbers as arrays"].apply(Given(source, {"f": {"Script"}}))
    assert (made is not None) is many


def test_all_kinds_of_evidence_of_a_name_count():
    given = Given("m = keras.Sequential()", {"m": {"Model", "Script"}})
    assert given.asked_of("Model") == given.asked_of("Script", "Value") == ["m"]
    assert given.asked_of("Value") == []


def test_a_value_that_is_rebuilt_from_a_worked_name_stays_outside_a_function():
    given = Given("rows = rows + 1\nm = build(rows)", {"m": {"Model"}}, {"rows", "build"})
    assert REWRITINGS["built in a function"].apply(given) is None


def test_a_model_keeps_its_name_when_it_goes_into_another_one():
    given = Given("m = keras.Model(a, b, name='tagger')", {"m": {"Model"}})
    assert REWRITINGS["functional model in a model"].apply(given).splitlines() == [
        "inner_model = keras.Model(a, b)",
        "m = keras.Model(inner_model.input, inner_model(inner_model.input), name='tagger')",
    ]


def test_names_of_worked_cells_are_not_renamed_and_not_taken():
    source, known = "layers = 3\nm = keras.layers.Dense(layers)", {"layers"}
    for name in ("variables renamed", "modules imported"):
        assert REWRITINGS[name].apply(Given(source, {"m": {"Layer"}}, known)) is None
    made = rewritten("k = 1\nm = keras.Model(k)", {"m": {"Model"}})
    assert made["keras under another name"].startswith("import keras as k_\n")


def test_the_stub_round_a_solution_is_rewritten_with_it():
    source = "m = ...\n### BEGIN SOLUTION\nm = keras.Model(a, b)\n### END SOLUTION\n"
    assert REWRITINGS["arguments by name"].apply(Given(source, {"m": {"Model"}})) == (
        "m = ...\nm = keras.Model(inputs=a, outputs=b)"
    )


def test_the_same_rewritten_answers_every_time():
    source = "m = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation='relu')])"
    assert rewritten(source, {"m": {"Model"}}) == rewritten(source, {"m": {"Model"}})


def test_no_python_is_refused():
    with pytest.raises(CourseError, match="line 2"):
        Rewriter("x = 1\nx = = 2")


def test_words_of_a_task_are_found_across_its_lines():
    entry = Excluded("Sequential as a class", "a `Sequential` or functional model")
    assert entry.stands_in("Build `m`, a `Sequential`\nor functional  model.")
    assert not entry.stands_in("Build `m`, a functional or `Sequential` model.")


def test_task_text_begins_at_the_heading_that_names_the_exercise():
    cells = [
        Cell(Role.TEXT, "## Before\n\nOther words.\n\n### Exercise `half`\n\nTake half.", 1),
        Cell(Role.EXAMPLE, "ten = 10", 8),
        Cell(Role.TEXT, "Use `ten`.", 10),
    ]
    assert task_text(cells, "half") == "### Exercise `half`\n\nTake half.\nUse `ten`."
    assert task_text(cells, "third") == "Use `ten`."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[excluded]", "is no TOML"),
        ("[excluded]\nwords = 'x'", "begins with a line"),
        ("[[excluded]]\nrewriting = 'logits'", "an entry has rewriting and words"),
        ("[[excluded]]\nrewriting = 'logit'\nwords = 'x'", "there is no rewriting 'logit'"),
        ("[[excluded]]\nrewriting = 'logits'\nwords = ' '", "give the words of the task"),
        ("[[excluded]]\nrewriting = 'logits'\nwords = 'a'\n" * 2, "is listed twice"),
    ],
)
def test_a_list_that_is_not_of_its_form(text, said, tmp_path):
    (tmp_path / "excluded.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CourseError, match=said):
        read_excluded(tmp_path)


def test_a_list_is_read(tmp_path):
    assert read_excluded(tmp_path) == []
    (tmp_path / "excluded.toml").write_text("[[excluded]]\nrewriting = 'logits'\nwords = 'probability'")
    assert read_excluded(tmp_path) == [Excluded("logits", "probability")]

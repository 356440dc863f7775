"""A copy of a candidate does what the candidate itself would do, and no copy sees another."""

import json
import os
from pathlib import Path

import pytest
from wants import leave_out, skip_or_fail

from graders.evidence import kinds, read, request
from graders.kernels import SandboxUnavailable
from graders.kernels.client import available
from graders.prove import rehearsal as rehearsal_module
from graders.prove.rehearsal import CandidateLostError, Rehearsal

ROOT = Path(__file__).resolve().parents[2]
ASKED = {"found": kinds.Value()}

WORKED = """
import keras
import numpy as np
import tensorflow as tf
keras.utils.set_random_seed(42)
tf.config.experimental.enable_op_determinism()
x = np.random.default_rng(0).normal(size=(400, 4)).astype("float32")
y = x.sum(axis=1)
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(8), keras.layers.Dense(1)])
model.compile(loss="mse", optimizer=keras.optimizers.Adam(0.01), metrics=["mae"])
model.fit(x, y, epochs=2, verbose=0, validation_split=0.25)
scale = keras.layers.Normalization()
scale.adapt(x)
tensor = tf.constant([1.0, 2.0])
words = keras.layers.TextVectorization()
words.adapt(["a small dog", "a cat"])
"""
TRAIN_ON = """
log = model.fit(x, y, epochs=2, shuffle=False, verbose=0, validation_data=(x[:50], y[:50])).history
found = [round(value, 5) for name in sorted(log) for value in log[name]]
found += [int(model.optimizer.iterations), round(float(np.abs(model.predict(x, verbose=0)).sum()), 2)]
found += [round(float(value), 5) for value in np.asarray(scale(x[:1]))[0]]
found += [float(tf.reduce_sum(tensor * 2)), *map(float, np.asarray(words(["a zebra, a dog"]))[0])]
"""


@pytest.fixture(scope="module", autouse=True)
def _sandbox_or_none():
    if why := available():
        skip_or_fail(f"Nothing can be forked here: {why}")
    try:
        Rehearsal(ROOT).close()
    except Exception as error:
        if not isinstance(error.__cause__, SandboxUnavailable):
            raise
        leave_out(f"no sandbox here: {error.__cause__}")
        os.environ["COURSEWORK_UNSANDBOXED"] = "1"
        yield
        del os.environ["COURSEWORK_UNSANDBOXED"]
    else:
        yield


@pytest.fixture
def stage():
    with Rehearsal(ROOT, at_once=2) as rehearsal:
        yield rehearsal


def found(ran):
    assert ran.document is not None, ran
    return read(ran.document, ASKED)["found"]


def test_a_copy_trains_on_as_the_original_would(stage):
    assert stage.run(WORKED) == ""
    assert stage.run("keras.optimizers.SGD(lr=0.01)").startswith("ValueError")
    copies = [stage.attempt(TRAIN_ON, request(ASKED)) for _ in range(3)]
    values = [found(copy.result(timeout=120)) for copy in copies]
    original = found(stage.attempt(TRAIN_ON, request(ASKED), alone=True).result(timeout=120))
    assert values[0] == values[1] == values[2]
    assert values[0] == pytest.approx(original, rel=1e-3)
    assert len(set(original[:2])) == 2  # it did learn


def test_copies_after_a_later_cell_still_have_what_came_before(stage):
    assert stage.run(WORKED) == ""
    first, later = (found(_after(stage, cell).result(timeout=120)) for cell in ("pass", "later = 1"))
    assert first == later


def _after(stage, cell):
    assert stage.run(cell) == ""
    return stage.attempt(TRAIN_ON, request(ASKED))


def test_copies_do_not_see_each_other_and_errors_are_told(stage):
    assert stage.run("kept = [1]") == ""
    first = stage.attempt("kept.append(2); found = kept; raise KeyError('so')", request(ASKED)).result(60)
    second = stage.attempt("found = kept", request(ASKED)).result(60)
    assert (found(first), found(second)) == ([1, 2], [1])
    assert first.error.startswith("KeyError") and second.error == ""


def test_a_copy_that_ends_itself_or_never_ends_costs_only_itself(stage, monkeypatch):
    monkeypatch.setattr(rehearsal_module, "SECONDS", 1.0)
    ended = stage.attempt("import os; os._exit(3)", request(ASKED))
    endless = stage.attempt("while True: pass", request(ASKED))
    assert ended.result(60).stopped == "ended by itself (3)"
    assert endless.result(60).stopped == "stopped after 1 s"
    assert found(stage.attempt("found = 1", request(ASKED)).result(60)) == 1


def test_a_copy_that_takes_too_much_memory_costs_only_itself(stage):
    assert stage.run("import numpy as np") == ""
    answers = [stage.attempt("kept = [np.ones(2**29) for _ in range(4)]", request(ASKED)) for _ in range(2)]
    for answer in answers:
        assert "MemoryError" in answer.result(60).error
    assert found(stage.attempt("found = 1", request(ASKED)).result(60)) == 1


def test_seeds_make_a_difference_and_are_kept(stage):
    assert stage.run("import keras, numpy as np") == ""
    source = "found = float(np.random.rand())"
    values = [found(stage.attempt(source, request(ASKED), seed=seed).result(60)) for seed in (1, 1, 2)]
    assert values[0] == values[1] != values[2]


def test_an_answer_sees_neither_checks_nor_solutions(stage):
    if os.environ.get("COURSEWORK_UNSANDBOXED"):
        skip_or_fail("There is no sandbox on this machine.")
    asked = json.dumps(
        [str(ROOT / "solutions"), str(ROOT / "graders" / "lessons"), str(ROOT / "graders" / "prove")]
    )
    ran = stage.attempt(f"import os\nfound = [os.path.exists(path) for path in {asked}]", request(ASKED))
    assert found(ran.result(60)) == [False, False, False]


def test_a_candidate_that_is_gone_answers_everything(stage):
    stage.close()
    with pytest.raises(CandidateLostError, match="ended"):
        stage.attempt("found = 1", request(ASKED)).result(60)


LAMBDA = """
import keras
model = keras.Sequential([keras.Input((2,)), keras.layers.Lambda(lambda x: 3 * x)])
"""


@pytest.mark.parametrize("alone", [False, True])
def test_a_copy_stays_for_questions_until_it_is_let_go(stage, alone):
    import numpy as np

    from graders.evidence.asking import watching

    asked = {"model": kinds.Model()}
    ran = stage.attempt(LAMBDA, request(asked), alone=alone).result(120)
    assert ran.ask is not None, ran
    rows = np.ones((4, 2), "float32")
    with watching() as watch:
        read(ran.document, asked)["model"].predict(rows)
    answers = ran.ask({"questions": watch.questions}).result(120)
    said = read(ran.document, asked, [answers])["model"].predict(rows)
    assert said == pytest.approx(3 * rows)
    ran.done()
    if not alone:
        assert ran.ask({"questions": watch.questions}).result(60) is None
        assert found(stage.attempt("found = 1", request(ASKED)).result(60)) == 1

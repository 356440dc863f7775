"""An answer with code of its own is asked in its candidate while the examiner judges it."""

import json
import os

import pytest

from coursework.evidence.format import ROUNDS, may_ask
from graders.examiner import Examiner, JudgingLimits
from graders.pipeline.candidate import Candidate

CHECKS = """
import numpy as np
from graders.criteria import Exercise, Miss
from graders.evidence import kinds

LESSON = "92_asking"
ROWS = np.random.default_rng(0).normal(size=(50, 4)).astype("float32")
scaled = Exercise(LESSON, "scaled", evidence={"model": kinds.Model()})
again = Exercise(LESSON, "again", evidence={"model": kinds.Model()})


@scaled.criterion("Counts", points=1, read="So")
def counts(model):
    return None if model.parameters == 5 else Miss("5", str(model.parameters))


@scaled.criterion("Halves", points=2, read="So")
def halves(model):
    kernel, bias = (weight.values for weight in model.weights)
    good = np.allclose(model.predict(ROWS), ROWS / 2 @ kernel + bias, atol=1e-4)
    return None if good else Miss("halves", "something else")


@scaled.criterion("Has a Rescaling", points=1, read="So")
def rescaling(model):
    return None if model.architecture.count("Rescaling") else Miss("a Rescaling", "none")


@again.criterion("Asks for ever", points=1, read="So")
def for_ever(model):
    model.predict(np.random.default_rng().normal(size=(2, 4)).astype("float32"))
"""
ANSWER = """
import keras
model = keras.Sequential([keras.Input((4,)), keras.layers.Lambda(lambda x: {0}), keras.layers.Dense(1)])
before = [weight.copy() for weight in model.get_weights()]
"""


@pytest.fixture(scope="module")
def examiner(tmp_path_factory):
    folder = tmp_path_factory.mktemp("asking")
    (folder / "lesson_92_asking.py").write_text(CHECKS, encoding="utf-8")
    (folder / "sitecustomize.py").write_text(
        f"import graders.lessons\ngraders.lessons.__path__.append({str(folder)!r})\n", encoding="utf-8"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH")])))
        with Examiner(preload=(), limits=JudgingLimits(cpu_seconds=120)) as examiner:
            yield examiner


@pytest.fixture(scope="module")
def candidate(tmp_path_factory):
    with Candidate("python3", cwd=str(tmp_path_factory.mktemp("candidate"))) as candidate:
        yield candidate


def judged(examiner, candidate, source, exercise="scaled", submission="", ask=None):
    assert candidate.run(source, 120).error == ""
    document = candidate.capture(examiner.describe("92_asking")[exercise].request, 120).body
    assert may_ask(document)
    asked = []

    def put(request):
        asked.append(json.dumps(request))
        return candidate.capture(request, 120).body if ask is None else ask(request)

    found = examiner.judge("92_asking", exercise, document, attempted=True, submission=submission, ask=put)
    return [judgement.status.value for judgement in found.judgements], asked, found


def test_the_candidate_is_asked_and_the_verdict_is_the_examiners(examiner, candidate):
    statuses, asked, found = judged(examiner, candidate, ANSWER.format("x / 2"))
    assert statuses == ["met", "met", "undecided"] and found.points == 3 and found.needs_teacher
    assert len(asked) == 1 and "expected" not in asked[0]
    statuses, _, found = judged(examiner, candidate, ANSWER.format("x / 3"), submission="one")
    assert statuses == ["met", "missed", "undecided"]
    statuses, _, found = judged(examiner, candidate, ANSWER.format("x / 2"), submission="one")
    assert statuses == ["met", "met", "undecided"]  # a child that waits takes rounds too
    examiner.finish("one")


def test_asking_stops_after_a_few_rounds(examiner, candidate):
    statuses, asked, _ = judged(examiner, candidate, ANSWER.format("x"), "again")
    assert statuses == ["undecided"] and len(asked) == ROUNDS


def garbage(request):
    return b"no document"


def gone(request):
    return None


def other_shape(request):
    return forged(request, {"dtype": "float32", "shape": [1], "blob": 0}, b"\0\0\0\0")


def not_a_number(request):
    return forged(request, {"dtype": "float32", "shape": [50, 1], "blob": 0}, b"\0\0\xc0\x7f" * 50)


def enormous(request):
    return forged(request, {"dtype": "float32", "shape": [10**8, 1], "blob": 0}, b"")


def forged(request, array, blob):
    head = {"schema": "coursework-evidence", "version": 1, "asks": False, "blobs": [len(blob)], "layers": []}
    head["evidence"] = {key: {"arrays": [array]} for key in request["questions"]}
    return json.dumps(head).encode() + b"\n" + blob


@pytest.mark.parametrize("ask", [garbage, gone, other_shape, enormous])
def test_forged_answers_gain_nothing_and_cost_nothing(examiner, candidate, ask):
    statuses, asked, found = judged(examiner, candidate, ANSWER.format("x / 2"), ask=ask)
    assert statuses == ["met", "undecided", "undecided"] and found.points == 1
    assert 1 <= len(asked) <= ROUNDS and not any(judgement.fault for judgement in found.judgements)


def test_answers_that_are_no_numbers_are_judged_as_such(examiner, candidate):
    assert judged(examiner, candidate, ANSWER.format("x / 2"), ask=not_a_number)[0] == [
        "met",
        "missed",
        "undecided",
    ]

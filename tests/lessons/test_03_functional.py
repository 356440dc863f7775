from pathlib import Path

import numpy as np
import pytest

from graders.answers.bank import answers
from graders.criteria.registry import exercises
from graders.lessons import lesson_03_functional as checks

LESSON = "03_functional"
BANK = answers(LESSON)
SOURCE = Path(__file__).resolve().parents[2] / "solutions" / f"{LESSON}.py"


@pytest.fixture(scope="module")
def stage(stage_of):
    return stage_of(LESSON)


@pytest.fixture(autouse=True)
def untouched(request):
    """Put the lesson's models back: answers grow new heads on them, and some train the old ones along."""
    if "stage" not in request.fixturenames:
        yield
        return
    triage = request.getfixturevalue("stage").names["triage"]
    weights = triage.get_weights()
    yield
    for layer in [triage, *triage.layers]:
        layer.trainable = True
    triage.set_weights(weights)


@pytest.mark.parametrize("answer", BANK, ids=lambda answer: f"{answer.exercise}-{answer.name}")
def test_answer_gets_what_its_label_says(stage, answer):
    stage.hold_to_label(answer)


@pytest.mark.parametrize("exercise", exercises(LESSON))
def test_reference_solution_gets_all_points(stage, exercise):
    verdict, error = stage.judge(exercise, stage.solutions[exercise].text)
    assert error is None
    assert verdict.points == verdict.max_points, str(verdict)


@pytest.mark.parametrize("exercise", exercises(LESSON))
def test_stub_is_unattempted(stage, exercise):
    verdict, _ = stage.judge(exercise, stage.released(exercise))
    assert verdict.unattempted
    assert verdict.points == 0


@pytest.mark.parametrize("exercise", exercises(LESSON))
def test_bank_holds_enough(exercise):
    mine = [answer for answer in BANK if answer.exercise == exercise]
    assert sum(answer.right for answer in mine) >= 3
    assert sum(not answer.right for answer in mine) >= 4


@pytest.mark.parametrize("exercise", exercises(LESSON))
def test_each_criterion_is_lost_by_some_answer(exercise):
    lost = {name for answer in BANK if answer.exercise == exercise for name in answer.loses}
    assert lost == {criterion.name for criterion in exercises(LESSON)[exercise].criteria}


@pytest.mark.parametrize(("part", "name"), [("training", "train"), ("validation", "valid"), ("test", "test")])
def test_checks_and_lesson_split_alike(stage, part, name):
    np.testing.assert_array_equal(checks._stones()[part], stage.names[f"{name}_x"])
    np.testing.assert_array_equal(checks._blocks()[part], stage.names[f"blocks_{name}"])


def test_checks_and_lesson_read_tickets_alike(stage):
    fed, labels = checks._tickets()
    for name, shown in fed.items():
        np.testing.assert_array_equal(shown[: checks._SHOWN], stage.names["fed"][name][3000:4000])
    for name, shown in labels.items():
        np.testing.assert_array_equal(shown[: checks._SHOWN], stage.names["labels"][name][3000:4000])


def test_messages_point_to_headings_of_the_lesson():
    text = SOURCE.read_text("utf-8")
    for exercise in exercises(LESSON).values():
        for criterion in exercise.criteria:
            assert f"# ## {criterion.read}\n" in text

import numpy as np
import pytest

from graders.answers.bank import answers
from graders.criteria.registry import exercises
from graders.lessons import lesson_02_regression as checks

LESSON = "02_regression"
BANK = answers(LESSON)


@pytest.fixture(scope="module")
def stage(stage_of):
    return stage_of(LESSON)


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
    known = checks._diamonds()[part]
    np.testing.assert_array_equal(known.x, stage.names[f"{name}_x"])
    np.testing.assert_array_equal(known.y, stage.names[f"{name}_y"])


def test_unseen_stones_are_not_in_the_lesson():
    parts = checks._diamonds()
    shown = {
        (*row, price) for row, price in zip(parts["all"].x.tolist(), parts["all"].y.tolist(), strict=True)
    }
    unseen = zip(parts["unseen"].x.tolist(), parts["unseen"].y.tolist(), strict=True)
    twins = sum((*row, price) in shown for row, price in unseen)
    # Stones of different sizes may share the six features and the price; whole rows are never shared.
    assert twins < 0.02 * len(parts["unseen"].y)


def test_checks_and_lesson_know_the_same_three_models(stage):
    for model, (valid, test) in checks._OFF.items():
        np.testing.assert_allclose(stage.names["valid_said"][model] - stage.names["valid_true"], valid)
        np.testing.assert_allclose(stage.names["test_said"][model] - stage.names["test_true"], test)


def test_the_three_models_differ_by_what_they_are_chosen_by():
    def best(measure, stones):
        return min(checks._OFF, key=lambda model: measure(checks._OFF[model][stones]))

    assert len({best(checks._rmse, 0), best(checks._mae, 0), best(checks._rmse, 1)}) == 3


def test_messages_point_to_headings_of_the_lesson(stage):
    text = (checks._SHIPPED.parent / "solutions" / f"{LESSON}.py").read_text("utf-8")
    for exercise in exercises(LESSON).values():
        for criterion in exercise.criteria:
            assert f"# ## {criterion.read}\n" in text

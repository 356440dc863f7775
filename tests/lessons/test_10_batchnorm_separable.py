from pathlib import Path

import pytest

from graders.answers.bank import answers
from graders.criteria.registry import exercises

LESSON = "10_batchnorm_separable"
BANK = answers(LESSON)
# Layers and models take time to make: every other answer is tried here, `coursework prove` tries them all.
# The one that calls a model hundreds of times is left to it.
TRIED = [answer for answer in BANK[::2] if answer.name != "right_many_calls"]
SOURCE = Path(__file__).resolve().parents[2] / "solutions" / f"{LESSON}.py"


@pytest.fixture(scope="module")
def stage(stage_of):
    return stage_of(LESSON)


@pytest.mark.parametrize("answer", TRIED, ids=lambda answer: f"{answer.exercise}-{answer.name}")
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


def test_messages_point_to_headings_of_the_lesson():
    text = SOURCE.read_text("utf-8")
    for exercise in exercises(LESSON).values():
        for criterion in exercise.criteria:
            assert f"# ## {criterion.read}\n" in text

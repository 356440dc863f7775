from pathlib import Path

import numpy as np
import pytest

from graders.answers.bank import answers
from graders.criteria.registry import exercises
from graders.lessons import lesson_04_layer_graphs as checks

LESSON = "04_layer_graphs"
BANK = answers(LESSON)
SOURCE = Path(__file__).resolve().parents[2] / "solutions" / f"{LESSON}.py"


@pytest.fixture(scope="module")
def stage(stage_of):
    return stage_of(LESSON)


@pytest.fixture(autouse=True)
def untouched(request):
    """Let the lesson's eye learn again: an answer freezes it."""
    yield
    if "stage" in request.fixturenames:
        request.getfixturevalue("stage").names["eye"].trainable = True


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


def test_tables_are_as_large_as_the_lesson_needs(stage):
    names = stage.names
    for name, rows, numbers in [
        ("spelling", "spelling_rows", "letter_vocabulary"),
        ("definition", "definition_rows", "word_vocabulary"),
    ]:
        length, places = checks._TEXTS[name]
        assert names[rows].shape[1] == length
        assert len(names[numbers]) + 1 == places
    assert names["film_x"].shape[1] == checks._PAGE
    assert names["film_x"].max() + 1 == checks._PAGE_NUMBERS
    assert names["nouns_x"].shape[1] == checks._LENGTH
    assert names["nouns_x"].max() + 1 == checks._WORDS


def test_checks_and_lesson_agree_on_what_a_fresh_network_costs(stage):
    ratings = stage.names["film_y"]["rating"]
    np.testing.assert_allclose(checks._costs()["rating"], np.mean(ratings**2), rtol=0.03)
    assert sorted(np.unique(stage.names["film_y"]["decade"])) == list(range(checks._HEADS["decade"][0]))


def test_wirings_without_a_circle_have_an_order(stage):
    sorter, drawable = stage.names["TopologicalSorter"], set()
    for name, wiring in stage.names["wirings"].items():
        try:
            sorter(wiring).prepare()
        except ValueError:
            continue
        drawable.add(name)
    assert drawable == checks._DRAWABLE
    assert set(stage.names["wirings"]) - drawable == checks._CIRCLES


def test_messages_point_to_headings_of_the_lesson():
    text = SOURCE.read_text("utf-8")
    for exercise in exercises(LESSON).values():
        for criterion in exercise.criteria:
            assert f"# ## {criterion.read}\n" in text

"""Every lesson's answers get what their labels say, and the lesson's own solutions get all points."""

from pathlib import Path

import pytest

from graders.answers.bank import answers
from graders.build.layout import lessons
from graders.build.source import read_source
from graders.criteria.registry import exercises

ROOT = Path(__file__).resolve().parents[2]
LESSONS = [lesson.name for lesson in lessons(ROOT)]
BANKS = {lesson: answers(lesson) for lesson in LESSONS}
EXERCISES = [(lesson, exercise) for lesson in LESSONS for exercise in exercises(lesson)]
HALF = {
    "08_callbacks": ("keep_the_best", "safe_night", "batch_losses", "save_activations"),
    "10_batchnorm_separable": tuple(exercises("10_batchnorm_separable")),
}
"""Exercises that take time, since they write files or make deep models: every other answer is tried here."""
LEFT = {"settle/right_many_calls"}
"""Answers that take longest; `coursework prove` tries these, too, and all of the bank."""


def tried():
    """Give the answers that are tried here."""
    for bank in BANKS.values():
        for place, answer in enumerate(bank):
            half = answer.exercise in HALF.get(answer.lesson, ())
            if not (half and place % 2) and f"{answer.exercise}/{answer.name}" not in LEFT:
                yield pytest.param(answer, id=f"{answer.lesson}-{answer.exercise}-{answer.name}")


@pytest.mark.parametrize("answer", tried())
def test_answer_gets_what_its_label_says(stage_of, answer):
    stage_of(answer.lesson).hold_to_label(answer)


@pytest.mark.parametrize(("lesson", "exercise"), EXERCISES)
def test_reference_solution_gets_all_points(stage_of, lesson, exercise):
    stage = stage_of(lesson)
    verdict, error = stage.judge(exercise, stage.solutions[exercise].text)
    assert error is None
    assert verdict.points == verdict.max_points, str(verdict)


@pytest.mark.parametrize(("lesson", "exercise"), EXERCISES)
def test_stub_is_unattempted(stage_of, lesson, exercise):
    stage = stage_of(lesson)
    verdict, _ = stage.judge(exercise, stage.released(exercise))
    assert verdict.unattempted
    assert verdict.points == 0


@pytest.mark.parametrize(("lesson", "exercise"), EXERCISES)
def test_bank_holds_enough(lesson, exercise):
    mine = [answer for answer in BANKS[lesson] if answer.exercise == exercise]
    assert sum(answer.right for answer in mine) >= 3
    assert sum(not answer.right for answer in mine) >= 4


@pytest.mark.parametrize(("lesson", "exercise"), EXERCISES)
def test_each_criterion_is_lost_by_some_answer(lesson, exercise):
    lost = {name for answer in BANKS[lesson] if answer.exercise == exercise for name in answer.loses}
    assert lost == {criterion.name for criterion in exercises(lesson)[exercise].criteria}


@pytest.mark.parametrize("lesson", LESSONS)
def test_messages_point_to_headings_of_the_lesson(lesson):
    cells, _ = read_source(ROOT / "solutions" / f"{lesson}.py")
    headings = {
        line.lstrip("# ") for cell in cells for line in cell.text.splitlines() if line.startswith("#")
    }
    for exercise in exercises(lesson).values():
        for criterion in exercise.criteria:
            assert criterion.read in headings, f"{exercise.name}: {criterion.read}"

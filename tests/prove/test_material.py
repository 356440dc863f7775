"""Which rewritten answers are tried on an exercise: few, and the same ones every time."""

from pathlib import Path

import pytest

from graders.build.layout import lessons
from graders.prove.material import stages
from graders.prove.rewritings import REWRITINGS, style

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def course():
    return [stage for lesson in lessons(ROOT)[:2] for stage in stages(lesson)]


def test_a_rewriting_takes_at_most_two_answers_of_an_exercise(course):
    for stage in course:
        names = [tried.rewriting for tried in stage.of("rewritten")]
        assert names
        assert max(names.count(name) for name in names) <= 2
        assert all(
            names.count(name) == 1 for name in names if REWRITINGS[name].change.__module__ == style.__name__
        )


def test_the_same_rewritten_answers_every_time(course):
    again = stages(lessons(ROOT)[1])
    assert [stage.of("rewritten") for stage in again] == [
        stage.of("rewritten") for stage in course if stage.exercise.lesson == again[0].exercise.lesson
    ]


def test_every_task_has_a_text(course):
    assert all(len(stage.task.split()) > 20 for stage in course)


def test_what_a_function_returns_is_rewritten_whatever_kind_of_evidence_looks_at_it():
    made = {
        stage.exercise.name: {tried.rewriting for tried in stage.of("rewritten")}
        for stage in stages(lessons(ROOT)[12])
    }
    assert {"tuple or list", "lists as arrays", "numbers as tensors"} <= made["search_within"]
    # A table of pandas is no array: only what is done with tables is tried on it.
    assert "columns of a table in another order" in made["read_trials"]
    assert "arrays as lists" not in made["read_trials"]

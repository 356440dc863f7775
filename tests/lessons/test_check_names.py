"""In a lesson's checks an exercise's variable is its name in capitals, and no parameter hides a name."""

import importlib
from pathlib import Path

import pytest

from graders.build.layout import lessons
from graders.criteria.registry import exercises

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("lesson", [lesson.name for lesson in lessons(ROOT)])
def test_no_parameter_hides_a_name_of_the_module(lesson):
    names = vars(importlib.import_module(f"graders.lessons.lesson_{lesson}"))
    if "Miss" in names:
        pytest.skip("this lesson's checks still return a Miss")
    for exercise in exercises(lesson).values():
        assert names.get(exercise.name.upper()) is exercise
        for criterion in exercise.criteria:
            assert not set(criterion.needs) & set(names), criterion.name

"""Checks and lesson know the same stones, blocks and tickets."""

import numpy as np
import pytest

from graders.lessons import lesson_03_functional as checks

LESSON = "03_functional"


@pytest.mark.parametrize(("part", "name"), [("training", "train"), ("validation", "valid"), ("test", "test")])
def test_checks_and_lesson_split_alike(stage, part, name):
    np.testing.assert_array_equal(checks._stones()[part], stage.names[f"x_{name}"])
    np.testing.assert_array_equal(checks._blocks()[part], stage.names[f"blocks_{name}"])


def test_checks_and_lesson_read_tickets_alike(stage):
    fed, labels = checks._tickets()
    for name, shown in fed.items():
        np.testing.assert_array_equal(shown[: checks._SHOWN], stage.names["ticket_parts"][name][3000:4000])
    for name, shown in labels.items():
        lesson = {**stage.names["ticket_labels"], "difficulty": stage.names["difficulty"]}
        np.testing.assert_array_equal(shown[: checks._SHOWN], lesson[name][3000:4000])


def test_checks_make_the_tower_of_the_lesson(stage):
    for made, kept in zip(checks._tower().get_weights(), stage.names["tower"].get_weights(), strict=True):
        np.testing.assert_array_equal(made, kept)


def test_checks_know_the_trained_triage_of_the_lesson(stage):
    checks._is_lessons(stage.names["department_before"])

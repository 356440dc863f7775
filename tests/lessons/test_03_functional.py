"""Checks and lesson know the same stones, blocks and tickets."""

import numpy as np
import pytest

from graders.lessons import lesson_03_functional as checks

LESSON = "03_functional"


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

"""Checks and lesson know the same stones."""

import numpy as np
import pytest

from graders.lessons import lesson_07_metrics_losses as checks

LESSON = "07_metrics_losses"


def test_checks_and_lesson_have_the_same_validation_features(stage):
    features, _ = checks._validation()
    np.testing.assert_array_equal(features, stage.names["x_valid"])


@pytest.mark.parametrize("output", ["price", "carat"])
def test_checks_and_lesson_have_the_same_validation_targets(stage, output):
    _, targets = checks._validation()
    np.testing.assert_array_equal(targets[output], stage.names["y_valid"][output])

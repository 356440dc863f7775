"""Checks and lesson know the same stones."""

import numpy as np
import pytest

from graders.lessons import lesson_02_regression as checks

LESSON = "02_regression"


@pytest.mark.parametrize(("part", "name"), [("training", "train"), ("validation", "valid"), ("test", "test")])
def test_checks_and_lesson_split_alike(stage, part, name):
    known = checks._diamonds()[part]
    np.testing.assert_array_equal(known.x, stage.names[f"x_{name}"])
    np.testing.assert_array_equal(known.y, stage.names[f"y_{name}"])


def test_steps_of_an_epoch_tell_the_training_rows_apart():
    def fitted_on(rows, size):
        return checks._fitted_on(type("History", (), {"steps": -(-rows // size)}))

    counts = {name: len(part.y) for name, part in checks._diamonds().items()}
    for size in checks._BATCH_SIZES:
        assert fitted_on(counts["training"], size) == "training"
        assert fitted_on(counts["all"], size) not in ("training", "")
        assert fitted_on(counts["training"] + counts["validation"], size) not in ("training", "")


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
        np.testing.assert_allclose(stage.names["valid_predicted"][model] - stage.names["valid_true"], valid)
        np.testing.assert_allclose(stage.names["test_predicted"][model] - stage.names["test_true"], test)


def test_the_three_models_differ_by_what_they_are_chosen_by():
    def best(measure, stones):
        return min(checks._OFF, key=lambda model: measure(checks._OFF[model][stones]))

    assert len({best(checks._rmse, 0), best(checks._mae, 0), best(checks._rmse, 1)}) == 3

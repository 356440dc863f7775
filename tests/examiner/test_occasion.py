"""What a check draws for its hidden inputs is other in practice than in grading."""

import numpy as np
import pytest

from graders.criteria import hidden_rng, in_practice, occasion
from graders.examiner import Examiner
from graders.lessons import noun_fields

DRAWN = {
    "01_sequential": "surest_mistake",
    "05_subclassing": "wide_and_deep_class",
    "06_saving": "go_on",
    "07_metrics_losses": "rmse_metric",
    "09_tensorboard": "two_rates",
    "10_batchnorm_separable": "normalize",
    "12_hyperparameters": "price_of_choosing",
    "13_ensembles": "votes",
    "14_training_loops": "run_epochs",
    "15_capstone": "split_rows",
}
"""An exercise of each lesson whose inputs are drawn and cross to the learner's kernel."""


@pytest.fixture(scope="module")
def examiners():
    with Examiner(preload=()) as grading, Examiner(preload=(), practice=True) as practice:
        yield grading, practice


@pytest.mark.parametrize("lesson", DRAWN)
def test_a_learner_sees_other_inputs_in_practice(examiners, lesson):
    grading, practice = (each.describe(lesson)[DRAWN[lesson]] for each in examiners)
    assert grading.names == practice.names
    assert grading.criteria == practice.criteria
    assert grading.request != practice.request


def test_inputs_that_were_chosen_by_hand_stay(examiners):
    grading, practice = (each.describe("08_callbacks")["stop_in_time"] for each in examiners)
    assert grading.request == practice.request


def test_a_seed_gives_the_same_numbers_on_each_occasion(monkeypatch):
    graded = hidden_rng(7).normal(size=5)
    assert np.array_equal(graded, np.random.default_rng(7).normal(size=5)) and not in_practice()
    monkeypatch.setattr(occasion, "_practice", False)  # put back at the end
    occasion.begin_practice()
    practiced = hidden_rng(7).normal(size=5)
    assert in_practice() and np.array_equal(practiced, hidden_rng(7).normal(size=5))
    assert not np.isclose(graded, practiced).any()


def test_half_of_the_hidden_definitions_are_never_asked_in_practice(monkeypatch):
    noun_fields.part.cache_clear()
    graded = noun_fields.part("hidden")
    monkeypatch.setattr(occasion, "_practice", True)
    noun_fields.part.cache_clear()
    practiced = noun_fields.part("hidden")
    noun_fields.part.cache_clear()
    assert (len(graded.texts), len(practiced.texts)) == (1200, 600)
    assert set(practiced.texts) <= set(graded.texts)
    assert sorted(set(practiced.y)) == sorted(set(graded.y)), "every field is asked"

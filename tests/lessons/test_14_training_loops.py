"""What the checks of lesson 14 tell apart is far enough apart, for every processor."""

import numpy as np
import pytest

from graders.criteria import Missed
from graders.lessons import lesson_14_training_loops as checks


def _first_norm(case):
    kind, batch = checks._CASES[case]
    gradients, _, _ = checks._gradients(checks._twin(kind), batch, squares=True)
    return checks._norm(gradients)


def test_long_and_short_gradients_lie_far_from_the_limit():
    assert _first_norm("long") > 10
    assert _first_norm("short") < 0.5


@pytest.mark.parametrize(
    "mistake", [checks._untouched, checks._by_value, checks._each_norm], ids=lambda way: way.__name__
)
def test_a_way_of_clipping_gives_other_weights(mistake):
    right, wrong = checks._clipped("long"), checks._clipped("long", mistake)
    assert np.abs(checks._flat(right) - checks._flat(wrong)).max() > 0.01


@pytest.mark.parametrize("case", ["even", "uneven", "regular"])
def test_an_update_from_parts_is_that_of_all_rows(case):
    kind, parts = checks._SETS[case]
    whole = tuple(np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    weights, _ = checks._trained(kind, [whole], checks._sgd(0.05))
    assert checks._same(checks._added(case), weights)


def test_each_part_counts_by_its_rows():
    assert not checks._same(checks._added("uneven"), checks._added("uneven", (1 / 3, 1 / 3, 1 / 3)))


@pytest.mark.parametrize("axes", checks._TURNS.values(), ids=str)
def test_pictures_that_are_turned_otherwise_give_other_outputs(axes):
    right, wrong = checks._outputs("pictures", None, 2), checks._outputs("pictures", *axes)
    assert np.abs(right - wrong).max() > 0.01


def test_networks_of_the_pair_take_steps_that_show():
    for after, kind in ((checks._judged()[0], "discriminator"), (checks._generated()[0], "generator")):
        assert np.abs(checks._flat(after) - checks._flat(checks._start(kind))).max() > 0.01


def test_weights_of_another_model_are_told_as_such():
    """An answer may change the model that it was handed: that is missed, and no fault of the check."""
    start = [np.ones((3, 1)), np.ones(1)]
    for found in ([], [np.ones((4, 1)), np.ones(1)], [*start, np.ones((1, 1))]):
        with pytest.raises(Missed) as missed:
            checks._weights_are(found, [2 * array for array in start], before=start, expected="", hint="")
        assert missed.value.hint == "Change the values of the weights, not the model."
        assert not checks._parallel(found, start, start)

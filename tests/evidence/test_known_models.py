"""Well-known models: each crosses, or is asked where it runs; none is refused."""

from pathlib import Path

import keras
import numpy as np
import pytest
from known_models import KNOWN
from known_models.registry import Known

from graders.evidence import kinds
from graders.evidence.typed import ModelEvidence


def flat(answer):
    return [np.asarray(part) for part in keras.tree.flatten(answer)]


@pytest.mark.parametrize("known", KNOWN, ids=lambda known: known.make.__name__)
def test_known_model_crosses_or_is_asked(known: Known, carry, put):
    keras.utils.set_random_seed(3)
    model, inputs = known.make()
    expected = flat(model(inputs, training=False))
    before = [weight.numpy().copy() for weight in model.weights]
    found = carry(model, kinds.Model())
    assert isinstance(found, ModelEvidence), found
    assert found.rebuilt is not known.asked, found.part
    assert found.parameters == model.count_params() and found.name == model.name
    assert sorted(weight.shape for weight in found.weights) == sorted(
        tuple(weight.shape) for weight in model.weights
    )
    said = flat(put(model, lambda it: it.predict(inputs)))
    assert [part.shape for part in said] == [part.shape for part in expected]
    for part, wanted in zip(said, expected, strict=True):
        assert np.isfinite(part).all()
        if not known.chance:
            np.testing.assert_allclose(part, wanted, rtol=1e-4, atol=1e-5)
    graph = put(model, lambda it: it.architecture.describe())
    assert graph.startswith(("Input", "inputs"))
    for weight, value in zip(model.weights, before, strict=True):
        np.testing.assert_array_equal(weight.numpy(), value)  # asking left no trace


def table():
    rows = [f"| {'is asked' if known.asked else 'crosses'} | {known.name} |" for known in KNOWN]
    return "\n".join(["| | model |", "|---|---|", *rows])


def test_the_page_lists_them():
    page = (Path(__file__).resolve().parents[2] / "docs" / "evidence.md").read_text(encoding="utf-8")
    shown = page.partition("<!-- known models: begin -->\n")[2].partition("\n<!-- known models: end -->")[0]
    assert shown == table()


def test_there_are_enough_of_them():
    assert len(KNOWN) >= 60 and len({known.name for known in KNOWN}) == len(KNOWN)
    assert 25 <= sum(known.asked for known in KNOWN) <= len(KNOWN) - 20

"""Every architecture of keras.applications, carried across and rebuilt with the same predictions."""

import gc
import inspect

import keras
import numpy as np
import pytest

from coursework.evidence import capture
from graders.evidence import Architecture, Unusable, kinds, read, rebuild, request, same_up_to_names

ARCHITECTURES = sorted(
    name
    for name, item in vars(keras.applications).items()
    if inspect.isfunction(item) and "weights" in inspect.signature(item).parameters
)
LARGE = 60_000_000
"""Models with more parameters cross without weights, which are then put in one by one, to spare memory."""


def test_all_of_them_are_here():
    assert len(ARCHITECTURES) >= 38 and {"Xception", "NASNetLarge", "ConvNeXtXLarge"} <= set(ARCHITECTURES)


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_round_trip(name, monkeypatch):
    monkeypatch.setattr(rebuild, "MAX_WEIGHTS", 400_000_000)
    keras.utils.set_random_seed(0)
    size = (
        32 if name.startswith(("ConvNeXt", "Dense", "Efficient", "Mobile", "ResNet", "VGG", "NASNet")) else 75
    )
    model = getattr(keras.applications, name)(
        weights=None, include_top=False, pooling="avg", input_shape=(size, size, 3)
    )
    # Random statistics and shifts: a normalisation left out or mixed up shows, and no network of ReLUs
    # gives zeros only.
    for number, weight in enumerate(model.weights):
        if weight.name in ("moving_mean", "moving_variance", "beta"):
            low, high = (0.5, 1.5) if weight.name == "moving_variance" else (-0.3, 0.3)
            weight.assign(np.random.default_rng(number).uniform(low, high, weight.shape))
    carried = model.count_params() <= LARGE
    asked = {"model": kinds.Model(weights=carried)}
    found = read(capture({"model": model}, request(asked)), asked)["model"]
    assert not isinstance(found, Unusable), found.found
    if not carried:
        for mine, theirs in zip(model.weights, found.keras.weights, strict=True):
            theirs.assign(mine)
        for layer in found.keras.layers:
            if isinstance(layer, keras.layers.Normalization):
                layer.finalize_state()  # it keeps what it computes from its weights
    images = np.random.default_rng(1).normal(size=(2, size, size, 3)).astype("float32")
    expected = np.asarray(model(images, training=False).numpy())
    assert expected.std() > 0
    scale = max(1.0, float(np.abs(expected).max()))
    assert np.abs(found.predict(images) - expected).max() <= 1e-5 * scale
    assert found.keras.count_params() == model.count_params()
    assert same_up_to_names(found.architecture, Architecture(model))
    del model, found
    gc.collect()

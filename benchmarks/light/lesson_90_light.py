"""Hidden checks of the light lesson: of an array, a model and a trained model, as real lessons have them."""

import numpy as np

from graders.criteria import Exercise, Miss
from graders.evidence import kinds

LESSON = "90_light"

scale_inputs = Exercise(LESSON, "scale_inputs", evidence={"scaled": kinds.Array(), "raw": kinds.Array()})


@scale_inputs.criterion("Numbers lie between 0 and 1", points=1, read="Scale")
def _between(scaled):
    if scaled.min() < 0 or scaled.max() > 1:
        return Miss(expected="numbers from 0 to 1", found=f"{scaled.min():g} to {scaled.max():g}")
    return None


@scale_inputs.criterion("No number is lost", points=1, read="Scale")
def _same(scaled, raw):
    if scaled.shape != raw.shape or not np.allclose(scaled * 255, raw, atol=1e-2):
        return Miss(expected="all numbers on the new scale", found=f"others, of shape {scaled.shape}")
    return None


build_network = Exercise(LESSON, "build_network", evidence={"network": kinds.Model()})


@build_network.criterion("One probability for each row", points=2, read="Build")
def _one_probability(network):
    told = np.asarray(network.predict(np.linspace(-3, 3, 80).reshape(10, 8)))
    if told.shape != (10, 1) or told.min() < 0 or told.max() > 1:
        return Miss(expected="10 probabilities for 10 rows", found=f"shape {told.shape}")
    return None


train_network = Exercise(
    LESSON, "train_network", evidence={"trained": kinds.Model(), "history": kinds.History()}
)


@train_network.criterion("The loss falls", points=1, read="Train")
def _falls(history):
    losses = history["loss"]
    if losses[-1] >= losses[0]:
        return Miss(expected="a loss that falls", found=f"{losses[0]:.3g}, then {losses[-1]:.3g}")
    return None


@train_network.criterion("It tells small from large", points=1, read="Train")
def _tells(trained):
    rows = np.stack([np.full(8, 0.05), np.full(8, 0.95)]).astype("float32")
    small, large = np.asarray(trained.predict(rows)).ravel()
    if not small < large:
        return Miss(expected="more for large numbers", found=f"{small:.3g} and {large:.3g}")
    return None

"""The lesson's answers leave no file behind, and the checks compute activations as Keras does."""

from pathlib import Path

import numpy as np

from graders.lessons import lesson_08_callbacks as checks

LESSON = "08_callbacks"
WRITING = ("keep_the_best", "safe_night", "batch_losses", "save_activations")
SOLUTIONS = Path(__file__).resolve().parents[2] / "solutions"


def test_answers_leave_nothing_beside_the_lesson(stage):
    before = sorted(SOLUTIONS.iterdir())
    for exercise in WRITING:
        stage.judge(exercise, stage.solutions[exercise].text)
    assert sorted(SOLUTIONS.iterdir()) == before


def test_activations_are_computed_as_keras_does():
    import keras

    layers = [keras.layers.Dense(4, activation="relu"), keras.layers.Dropout(0.5), keras.layers.Dense(2)]
    tower = keras.Sequential([keras.Input((3,)), *layers])
    tower.set_weights([np.full(weight.shape, 3.0) for weight in tower.weights])
    window = keras.Model(tower.inputs, [layer.output for layer in layers])
    for found, wanted in zip(window(checks._SAMPLE), checks._expected(3).values(), strict=True):
        np.testing.assert_allclose(found, wanted, rtol=1e-5)

"""The checks' arrays tell the mistakes apart, and the model that learns by heart is trained as Keras does."""

import numpy as np

from graders.lessons import lesson_13_ensembles as checks


def test_the_model_by_heart_is_trained_as_keras_does():
    import keras

    model = keras.Sequential(
        [
            keras.Input((1,)),
            keras.layers.Embedding(len(checks._FOLDS), checks._CLASSES, embeddings_initializer="zeros"),
            keras.layers.Flatten(),
            keras.layers.Dense(
                checks._CLASSES, activation="softmax", kernel_initializer=keras.initializers.Identity()
            ),
        ]
    )
    model.compile(optimizer=keras.optimizers.SGD(checks._STEP), loss="sparse_categorical_crossentropy")
    others = checks._FOLDS != 1
    model.fit(checks._NUMBERS[others], checks._LABELS[others], epochs=checks._EPOCHS, verbose=0)
    table, kernel, bias = checks._learned(others, checks._EPOCHS)
    np.testing.assert_allclose(
        model(checks._NUMBERS), checks._softmax(table @ kernel + bias), rtol=1e-3, atol=1e-4
    )


def test_validation_and_test_rows_ask_for_different_weights():
    for valid, y_valid, test, y_test in checks._WEIGHING[:2]:
        mixes = checks._tenths(len(valid))
        losses = [checks._loss(mix, valid, y_valid) for mix in mixes]
        on_test = [checks._loss(mix, test, y_test) for mix in mixes]
        best, wrong = mixes[np.argmin(losses)], mixes[np.argmin(on_test)]
        assert best.max() < 1  # a mixture, not one member alone
        assert checks._loss(wrong, valid, y_valid) > min(losses) + 0.05
        assert checks._accuracy(best, valid, y_valid) != checks._accuracy(best, test, y_test)


def test_majorities_differ_from_the_mean_of_labels_and_of_probabilities():
    case, right = checks._MAJORITIES[0]
    labels = case.argmax(axis=2)
    assert not np.any(np.round(labels.mean(axis=0)) == right)
    assert not np.any(case.mean(axis=0).argmax(axis=1) == right)

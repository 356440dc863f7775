# style: two convolutions, objects for losses and metrics, weights relative to fresh
page = keras.Input((16,), dtype="int32", name="page")
h = keras.layers.Embedding(4000, 16)(page)
h = keras.layers.Conv1D(32, 3)(h)
h = keras.layers.ReLU()(h)
h = keras.layers.MaxPooling1D(2)(h)
h = keras.layers.Conv1D(32, 3, activation="relu")(h)
h = keras.layers.GlobalMaxPooling1D()(h)
heads = {
    "fresh": keras.layers.Dense(1, "sigmoid")(h),
    "decade": keras.layers.Softmax()(keras.layers.Dense(8)(h)),
    "rating": keras.layers.Dense(1)(keras.layers.Dense(8, "relu")(h)),
}
film_card = keras.Model(page, heads)
film_card.compile(
    loss={
        "fresh": keras.losses.BinaryCrossentropy(),
        "decade": keras.losses.SparseCategoricalCrossentropy(),
        "rating": keras.losses.MeanSquaredError(),
    },
    loss_weights={"fresh": 1.0, "decade": 1 / 3, "rating": 0.018},
    metrics={
        "fresh": keras.metrics.BinaryAccuracy(),
        "decade": [keras.metrics.SparseCategoricalAccuracy()],
        "rating": keras.metrics.MeanAbsoluteError(),
    },
)

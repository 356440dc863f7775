# style: layers that carry their names, a list of outputs; metrics as functions and short names, weighted for one output
page = keras.Input((16,), dtype="int32", name="page")
x = keras.layers.Embedding(3000, 16)(page)
x = keras.layers.Conv1D(24, 3, padding="same")(x)
x = keras.layers.GlobalAveragePooling1D()(keras.layers.ReLU()(x))
film_card = keras.Model(
    page,
    [
        keras.layers.Dense(1, name="rating")(x),
        keras.layers.Dense(8, activation=keras.activations.softmax, name="decade")(x),
        keras.layers.Dense(1, activation=keras.ops.sigmoid, name="fresh")(x),
    ],
)
film_card.compile(
    optimizer="adam",
    loss=[
        "mean_squared_error",
        keras.losses.SparseCategoricalCrossentropy(),
        keras.losses.binary_crossentropy,
    ],
    loss_weights=[1 / np.mean(film_y["rating"] ** 2), 1 / np.log(8), 1 / np.log(2)],
    metrics={"rating": keras.metrics.mean_absolute_error, "decade": "acc"},
    weighted_metrics={"fresh": ["accuracy"]},
)

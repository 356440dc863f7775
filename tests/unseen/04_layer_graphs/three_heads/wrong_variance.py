# mistake: the rating's weight is 1 / variance, but a fresh model says about 0, so its loss is the mean of the squares; the message should say the weighted losses differ too much
inputs = keras.Input(shape=(16,))
x = keras.layers.Embedding(3000, 16)(inputs)
x = keras.layers.Conv1D(24, 3, activation="relu")(x)
x = keras.layers.GlobalMaxPooling1D()(x)
outs = {
    "rating": keras.layers.Dense(1, name="rating")(x),
    "decade": keras.layers.Dense(8, activation="softmax", name="decade")(x),
    "fresh": keras.layers.Dense(1, activation="sigmoid", name="fresh")(x),
}
film_card = keras.Model(inputs, outs)
film_card.compile(
    loss={"rating": "mse", "decade": "sparse_categorical_crossentropy", "fresh": "binary_crossentropy"},
    loss_weights={"rating": float(1 / film_y["rating"].var()), "decade": float(1 / np.log(8)), "fresh": float(1 / np.log(2))},
    metrics={"rating": ["mae"], "decade": ["accuracy"], "fresh": ["accuracy"]},
)

# mistake: x is overwritten, so decade stands on rating and fresh on decade instead of side by side on the trunk; the message should say so
inputs = keras.Input(shape=(16,))
x = keras.layers.Embedding(3000, 16)(inputs)
x = keras.layers.Conv1D(24, 3, activation="relu")(x)
x = keras.layers.GlobalMaxPooling1D()(x)
x = rating = keras.layers.Dense(1, name="rating")(x)
x = decade = keras.layers.Dense(8, activation="softmax", name="decade")(x)
fresh = keras.layers.Dense(1, activation="sigmoid", name="fresh")(x)
film_card = keras.Model(inputs, {"rating": rating, "decade": decade, "fresh": fresh})
film_card.compile(
    loss={"rating": "mse", "decade": "sparse_categorical_crossentropy", "fresh": "binary_crossentropy"},
    loss_weights={"rating": float(1 / np.mean(film_y["rating"] ** 2)), "decade": 0.48, "fresh": 1.44},
    metrics={"rating": ["mae"], "decade": ["accuracy"], "fresh": ["accuracy"]},
)

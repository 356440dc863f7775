# style: lists throughout, weights computed
page = keras.Input((16,))
x = keras.layers.Embedding(int(film_x.max()) + 1, 24)(page)
x = keras.layers.Conv1D(64, 5, padding="same", activation="relu")(x)
x = keras.layers.GlobalAveragePooling1D()(x)
x = keras.layers.Dense(32, activation="relu")(x)
rating = keras.layers.Dense(1, name="rating")(x)
decade = keras.layers.Dense(8, activation="softmax", name="decade")(x)
fresh = keras.layers.Dense(1, activation="sigmoid", name="fresh")(x)
film_card = keras.Model(page, [rating, decade, fresh])
start = [np.mean(film_y["rating"] ** 2), np.log(8), np.log(2)]
film_card.compile(
    optimizer="adam",
    loss=["mse", "sparse_categorical_crossentropy", "binary_crossentropy"],
    loss_weights=[float(1 / cost) for cost in start],
    metrics=[["mae"], ["accuracy"], ["accuracy"]],
)

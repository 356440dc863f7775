# way: a list of outputs with named layers, activation as a layer of its own, LeakyReLU, Flatten-free MaxPooling + hidden trunk, lists in compile
inputs = keras.Input(shape=(16,), name="page")
x = keras.layers.Embedding(3000, 16)(inputs)
x = keras.layers.Conv1D(24, 3)(x)
x = keras.layers.LeakyReLU()(x)
x = keras.layers.GlobalMaxPooling1D()(x)
trunk = keras.layers.Dense(16, activation="relu")(x)
rating = keras.layers.Dense(1, name="rating")(trunk)
decade = keras.layers.Dense(8, activation="softmax", name="decade")(trunk)
fresh = keras.layers.Dense(1, activation="sigmoid", name="fresh")(trunk)
film_card = keras.Model(inputs, [rating, decade, fresh])
film_card.compile(
    loss=["mse", "sparse_categorical_crossentropy", "binary_crossentropy"],
    loss_weights=[float(1 / np.mean(film_y["rating"] ** 2)), float(1 / np.log(8)), float(1 / np.log(2))],
    metrics=[[keras.metrics.MeanAbsoluteError()], ["accuracy"], ["accuracy"]],
)

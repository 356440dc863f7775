# style: functional, a convolution behind short word vectors, which takes what the table leaves
def build_within(budget):
    table = 3000 * 8
    filters = (budget - table - 12) // (3 * 8 + 1 + 12)
    inputs = keras.Input(shape=(24,))
    x = keras.layers.Embedding(3000, 8)(inputs)
    x = keras.layers.Conv1D(filters, 3, activation="relu")(x)
    x = keras.layers.GlobalMaxPooling1D()(x)
    outputs = keras.layers.Dense(12, activation="softmax")(x)
    model = keras.Model(inputs, outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(0.005),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model

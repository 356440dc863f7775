# style: a convolution behind short word vectors, widened in a loop
def build_within(budget):
    def build(filters):
        inputs = keras.Input(shape=(24,))
        x = keras.layers.Embedding(3000, 8)(inputs)
        x = keras.layers.Conv1D(filters, 3, activation="relu")(x)
        x = keras.layers.GlobalMaxPooling1D()(x)
        outputs = keras.layers.Dense(12, activation="softmax")(x)
        return keras.Model(inputs, outputs)

    filters = 1
    while build(filters + 32).count_params() <= budget:
        filters += 32
    model = build(filters)
    model.compile(
        optimizer=keras.optimizers.Adam(0.005),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model

# misconception: a loss that wants one-hot rows
# loses: The loss takes field numbers
# says: one-hot
def build_within(budget):
    width = (budget - 12) // 3012
    model = keras.Sequential(
        [
            keras.Input((24,), dtype="int32"),
            keras.layers.Embedding(3000, width),
            keras.layers.GlobalAveragePooling1D(),
            keras.layers.Dense(12, activation="softmax"),
        ]
    )
    model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
    return model

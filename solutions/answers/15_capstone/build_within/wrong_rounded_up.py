# misconception: the width is rounded up, and goes over the budget
# loses: Never over the budget
# says: round the width down
def build_within(budget):
    width = round(budget / 3000) + 1
    model = keras.Sequential(
        [
            keras.Input((24,), dtype="int32"),
            keras.layers.Embedding(3000, width),
            keras.layers.GlobalAveragePooling1D(),
            keras.layers.Dense(12, activation="softmax"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy")
    return model

# misconception: no pooling, so that each place of the text gets an answer of its own
# loses: Word numbers in, twelve probabilities out
# says: no places of the text are left
def build_within(budget):
    width = (budget - 12) // 3012
    model = keras.Sequential(
        [
            keras.Input((24,), dtype="int32"),
            keras.layers.Embedding(3000, width),
            keras.layers.Dense(12, activation="softmax"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy")
    return model

# misconception: twelve sigmoids for fields that exclude each other
# loses: Word numbers in, twelve probabilities out
# says: sum to 1; exclude each other
def build_within(budget):
    width = (budget - 12) // 3012
    model = keras.Sequential(
        [
            keras.Input((24,), dtype="int32"),
            keras.layers.Embedding(3000, width),
            keras.layers.GlobalAveragePooling1D(),
            keras.layers.Dense(12, activation="sigmoid"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy")
    return model

# misconception: one width for every budget
# loses: Never over the budget; Most of the budget is used
# says: 40,000; a fixed one fits a single budget
def build_within(budget):
    model = keras.Sequential(
        [
            keras.Input((24,), dtype="int32"),
            keras.layers.Embedding(3000, 16),
            keras.layers.GlobalAveragePooling1D(),
            keras.layers.Dense(12, activation="softmax"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy")
    return model

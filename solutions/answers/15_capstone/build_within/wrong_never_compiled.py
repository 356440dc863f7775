# misconception: the model is not compiled
# loses: The loss takes field numbers
# says: never compiled
def build_within(budget):
    width = (budget - 12) // 3012
    inputs = keras.Input((24,), dtype="int32")
    x = keras.layers.Embedding(3000, width)(inputs)
    x = keras.layers.GlobalMaxPooling1D()(x)
    return keras.Model(inputs, keras.layers.Dense(12, activation="softmax")(x))

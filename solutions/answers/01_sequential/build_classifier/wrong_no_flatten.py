# misconception: Flatten forgotten, so every row gets answers
# loses: One probability for each of ten classes; Exactly 47,710 parameters
# says: flattening
small_model = keras.Sequential(
    [
        keras.Input(shape=(28, 28)),
        keras.layers.Dense(60, activation="relu", name="hidden"),
        keras.layers.Dense(10, activation="softmax"),
    ],
    name="wardrobe",
)

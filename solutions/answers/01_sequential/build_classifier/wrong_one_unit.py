# misconception: softmax on one unit, to give the class number
# loses: One probability for each of ten classes; Exactly 47,710 parameters
# says: softmax on one unit
small_model = keras.Sequential(
    [
        keras.Input(shape=(28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(60, activation="relu", name="hidden"),
        keras.layers.Dense(1, activation="softmax"),
    ],
    name="wardrobe",
)

# misconception: one unit missing: nine classes
# loses: One probability for each of ten classes; Exactly 47,710 parameters
# says: one unit for each class
small_model = keras.Sequential(
    [
        keras.Input(shape=(28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(60, activation="relu", name="hidden"),
        keras.layers.Dense(9, activation="softmax"),
    ],
    name="wardrobe",
)

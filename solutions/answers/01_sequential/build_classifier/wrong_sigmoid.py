# misconception: sigmoid for ten exclusive classes
# loses: One probability for each of ten classes
# says: sigmoid
small_model = keras.Sequential(
    [
        keras.Input(shape=(28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(60, activation="relu", name="hidden"),
        keras.layers.Dense(10, activation="sigmoid"),
    ],
    name="wardrobe",
)

# misconception: no activation at the end
# loses: One probability for each of ten classes
# says: logits
small_model = keras.Sequential(
    [
        keras.Input(shape=(28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(60, activation="relu", name="hidden"),
        keras.layers.Dense(10),
    ],
    name="wardrobe",
)

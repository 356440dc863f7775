# misconception: units worked out without the biases
# loses: Exactly 47,710 parameters
# says: biases
small_model = keras.Sequential(
    [
        keras.Input(shape=(28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(round((47_710) / 785), activation="relu", name="hidden"),
        keras.layers.Dense(10, activation="softmax"),
    ],
    name="wardrobe",
)

# misconception: hidden layer without an activation
# loses: One hidden layer with ReLU
# says: no more than one
small_model = keras.Sequential(
    [
        keras.Input(shape=(28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(60, name="hidden"),
        keras.layers.Dense(10, activation="softmax"),
    ],
    name="wardrobe",
)

# style: a list, activations as arguments
small_model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(60, "relu", name="hidden"),
        keras.layers.Dense(10, "softmax"),
    ],
    name="wardrobe",
)

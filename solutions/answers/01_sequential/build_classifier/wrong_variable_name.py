# misconception: the Python name taken for the model's name
# loses: Called by the names asked for
# says: Python name
small_model = keras.Sequential(
    [
        keras.Input(shape=(28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(60, activation="relu", name="hidden"),
        keras.layers.Dense(10, activation="softmax"),
    ],
)

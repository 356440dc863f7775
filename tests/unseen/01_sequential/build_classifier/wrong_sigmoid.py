# mistake: sigmoid gives ten separate probabilities that don't add up to 1; the message should name softmax
small_model = keras.Sequential(
    [
        keras.Input(shape=(28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(60, activation="relu", name="hidden"),
        keras.layers.Dense(10, activation="sigmoid"),
    ],
    name="wardrobe",
)

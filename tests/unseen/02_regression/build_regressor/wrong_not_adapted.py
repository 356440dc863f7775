# mistake: the Normalization layer is never adapted and passes raw features on; the message should ask for adapt(x_train)
regressor = keras.Sequential(
    [
        keras.Input(shape=(6,)),
        keras.layers.Normalization(),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1),
    ]
)

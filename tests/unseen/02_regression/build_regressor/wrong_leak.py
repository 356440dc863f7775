# mistake: adapted to all rows, with validation and test rows (leakage); the message should say training rows alone
norm = keras.layers.Normalization()
norm.adapt(features)
regressor = keras.Sequential(
    [
        keras.Input(shape=(6,)),
        norm,
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1),
    ]
)

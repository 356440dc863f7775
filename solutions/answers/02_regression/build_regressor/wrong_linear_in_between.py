# misconception: a second hidden layer without an activation in front of the output
# loses: A hidden layer has an activation
# says: no more than one of them
norm = keras.layers.Normalization()
norm.adapt(x_train)
regressor = keras.Sequential(
    [
        keras.Input(shape=(6,)),
        norm,
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(16),
        keras.layers.Dropout(0.1),
        keras.layers.Dense(1),
    ]
)

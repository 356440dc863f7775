# misconception: softmax on one unit
# loses: The output is linear
# says: softmax over one unit
scale = keras.layers.Normalization()
scale.adapt(x_train)
regressor = keras.Sequential(
    [
        keras.Input(shape=(6,)),
        scale,
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1, activation="softmax"),
    ]
)

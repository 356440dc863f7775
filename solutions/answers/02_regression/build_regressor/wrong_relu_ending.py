# misconception: linear output missing: ReLU left on
# loses: The output is linear
# says: relu was left on
scale = keras.layers.Normalization()
scale.adapt(x_train)
regressor = keras.Sequential(
    [
        keras.Input(shape=(6,)),
        scale,
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1, activation="relu"),
    ]
)

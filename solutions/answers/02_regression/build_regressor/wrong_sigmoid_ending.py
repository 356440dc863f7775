# misconception: linear output missing: sigmoid left on
# loses: The output is linear
# says: sigmoid never gives more than 1
scale = keras.layers.Normalization()
scale.adapt(x_train)
regressor = keras.Sequential(
    [
        keras.Input(shape=(6,)),
        scale,
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1),
        keras.layers.Activation("sigmoid"),
    ]
)

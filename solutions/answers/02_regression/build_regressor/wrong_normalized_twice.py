# misconception: the same scale applied twice
# loses: Normalization has learned from training rows alone
# says: 2 normalizations
scale = keras.layers.Normalization()
scale.adapt(x_train)
regressor = keras.Sequential(
    [keras.Input(shape=(6,)), scale, scale, keras.layers.Dense(32, activation="relu"), keras.layers.Dense(1)]
)

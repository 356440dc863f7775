# misconception: normalization adapted before the validation rows were cut off
# loses: Normalization has learned from training rows alone
# says: training and validation rows; leakage
scale = keras.layers.Normalization()
scale.adapt(x_rest)
regressor = keras.Sequential(
    [keras.Input(shape=(6,)), scale, keras.layers.Dense(32, activation="relu"), keras.layers.Dense(1)]
)

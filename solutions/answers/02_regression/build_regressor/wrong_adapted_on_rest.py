# misconception: normalisation adapted before the validation rows were cut off
# loses: Normalisation has learned from training rows alone
# says: training and validation rows; leakage
scale = keras.layers.Normalization()
scale.adapt(rest_x)
regressor = keras.Sequential(
    [keras.Input(shape=(6,)), scale, keras.layers.Dense(32, activation="relu"), keras.layers.Dense(1)]
)

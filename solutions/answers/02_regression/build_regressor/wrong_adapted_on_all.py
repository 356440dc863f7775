# misconception: normalisation adapted on all data
# loses: Normalisation has learned from training rows alone
# says: all rows; leakage
scale = keras.layers.Normalization()
scale.adapt(x)
regressor = keras.Sequential(
    [keras.Input(shape=(6,)), scale, keras.layers.Dense(32, activation="relu"), keras.layers.Dense(1)]
)

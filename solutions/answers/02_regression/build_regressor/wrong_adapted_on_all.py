# misconception: normalization adapted on all data
# loses: Normalization has learned from training rows alone
# says: all rows; leakage
scale = keras.layers.Normalization()
scale.adapt(features)
regressor = keras.Sequential(
    [keras.Input(shape=(6,)), scale, keras.layers.Dense(32, activation="relu"), keras.layers.Dense(1)]
)

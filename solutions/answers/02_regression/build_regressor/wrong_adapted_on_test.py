# misconception: normalisation adapted on the test data
# loses: Normalisation has learned from training rows alone
# says: test rows
scale = keras.layers.Normalization()
scale.adapt(test_x)
regressor = keras.Sequential(
    [keras.Input(shape=(6,)), scale, keras.layers.Dense(32, activation="relu"), keras.layers.Dense(1)]
)

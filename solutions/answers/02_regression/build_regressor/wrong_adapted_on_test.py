# misconception: normalization adapted on the test data
# loses: Normalization has learned from training rows alone
# says: test rows
scale = keras.layers.Normalization()
scale.adapt(x_test)
regressor = keras.Sequential(
    [keras.Input(shape=(6,)), scale, keras.layers.Dense(32, activation="relu"), keras.layers.Dense(1)]
)

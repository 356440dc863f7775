# misconception: Normalization never adapted
# loses: Normalization has learned from training rows alone
# says: never adapted
scale = keras.layers.Normalization()
regressor = keras.Sequential(
    [keras.Input(shape=(6,)), scale, keras.layers.Dense(32, activation="relu"), keras.layers.Dense(1)]
)

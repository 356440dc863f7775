# misconception: the same scale applied twice
# loses: Normalisation has learned from training rows alone
# says: 2 normalisations
scale = keras.layers.Normalization()
scale.adapt(train_x)
regressor = keras.Sequential(
    [keras.Input(shape=(6,)), scale, scale, keras.layers.Dense(32, activation="relu"), keras.layers.Dense(1)]
)

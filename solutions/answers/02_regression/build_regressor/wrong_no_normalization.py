# misconception: no scale inside the model
# loses: Normalization has learned from training rows alone
# says: a normalization layer
scale = keras.layers.Normalization()
regressor = keras.Sequential(
    [keras.Input(shape=(6,)), keras.layers.Dense(32, activation="relu"), keras.layers.Dense(1)]
)

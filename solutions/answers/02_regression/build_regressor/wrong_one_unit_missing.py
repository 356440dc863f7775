# misconception: one unit missing: the hidden layer is the last
# loses: One number for each stone
# says: 32 numbers
scale = keras.layers.Normalization()
scale.adapt(x_train)
regressor = keras.Sequential(
    [keras.Input(shape=(6,)), scale, keras.layers.Dense(64, activation="relu"), keras.layers.Dense(32)]
)

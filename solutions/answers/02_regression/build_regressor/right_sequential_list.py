# style: Sequential from a list
norm = keras.layers.Normalization()
norm.adapt(x_train)
regressor = keras.Sequential(
    [keras.Input((6,)), norm, keras.layers.Dense(64, activation="relu"), keras.layers.Dense(1)]
)

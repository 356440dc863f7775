# style: mean and variance handed to the layer
scale = keras.layers.Normalization(mean=x_train.mean(axis=0), variance=x_train.var(axis=0))
regressor = keras.Sequential(
    [keras.Input(shape=(6,)), scale, keras.layers.Dense(32, activation="gelu"), keras.layers.Dense(1)]
)

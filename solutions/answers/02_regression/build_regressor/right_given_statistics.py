# style: mean and variance handed to the layer
scale = keras.layers.Normalization(mean=train_x.mean(axis=0), variance=train_x.var(axis=0))
regressor = keras.Sequential(
    [keras.Input(shape=(6,)), scale, keras.layers.Dense(32, activation="gelu"), keras.layers.Dense(1)]
)

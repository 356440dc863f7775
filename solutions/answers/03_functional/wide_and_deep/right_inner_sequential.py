# style: the deep path as a Sequential, with Dropout; statistics handed to the scale
start = keras.Input((8,))
z = keras.layers.Normalization(mean=blocks_train.mean(axis=0), variance=blocks_train.var(axis=0))(start)
tower_of_layers = keras.Sequential(
    [
        keras.layers.Dense(32, activation="tanh"),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(32, activation="tanh"),
    ]
)
both = keras.layers.concatenate([z, tower_of_layers(z)])
wide_and_deep_blocks = keras.Model(start, keras.layers.Dense(1, "sigmoid")(both))

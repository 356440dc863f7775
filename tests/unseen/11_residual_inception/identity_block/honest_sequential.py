# way: the path is a Sequential model of its own with BatchNormalization, summed with keras.ops.add, ReLU at the end
def identity_block(x):
    n = x.shape[-1]
    path = keras.Sequential(
        [
            keras.layers.Conv2D(n, 3, padding="same", use_bias=False),
            keras.layers.BatchNormalization(),
            keras.layers.ReLU(),
            keras.layers.Conv2D(n, 3, padding="same", use_bias=False),
            keras.layers.BatchNormalization(),
        ]
    )
    return keras.ops.relu(keras.ops.add(x, path(x)))

# style: normalization and activation before each convolution, the sum by keras.ops, x renamed
def identity_block(x):
    residual = x
    for _ in range(2):
        x = keras.layers.BatchNormalization()(x)
        x = keras.ops.relu(x)
        x = keras.layers.Conv2D(residual.shape[-1], 3, padding="same")(x)
    return keras.ops.add(residual, x)

# style: each branch a Sequential model, joined by keras.ops
def inception_block(x, filters, strides=1):
    def convolution(size, strides=1):
        return keras.layers.Conv2D(filters, size, strides=strides, padding="same", activation="relu")

    branches = [
        [convolution(1, strides)],
        [convolution(1), convolution(3, strides)],
        [convolution(1), convolution(3), convolution(3, strides)],
        [keras.layers.MaxPooling2D(3, strides=strides, padding="same"), convolution(1)],
    ]
    return keras.ops.concatenate([keras.Sequential(branch)(x) for branch in branches], axis=-1)

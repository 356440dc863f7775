# style: every layer written out, pooling by the mean, joined by keras.ops
def inception_block(x, filters, strides=1):
    relu = keras.activations.relu
    a = keras.layers.Conv2D(filters, 1, strides=strides, padding="same", activation=relu)(x)
    b = keras.layers.Conv2D(filters, 1, padding="same", activation=relu)(x)
    b = keras.layers.Conv2D(filters, 3, strides=strides, padding="same", activation=relu)(b)
    c = keras.layers.Conv2D(filters, 1, padding="same", activation=relu)(x)
    c = keras.layers.Conv2D(filters, 5, strides=strides, padding="same", activation=relu)(c)
    d = keras.layers.AveragePooling2D(3, strides=strides, padding="same")(x)
    d = keras.layers.Conv2D(filters, 1, padding="same", activation=relu)(d)
    return keras.ops.concatenate([a, b, c, d], axis=-1)

# way: a 5×5 window, mean pooling, strides on the 1×1 convolutions, keras.ops.concatenate
def inception_block(x, filters, strides=1):
    one = conv(x, filters, 1, strides)
    three = conv(conv(x, filters, 1, strides), filters, 3)
    five = conv(conv(x, filters, 1, strides), filters, 5)
    pool = keras.layers.AveragePooling2D(3, strides=1, padding="same")(x)
    pool = conv(pool, filters, 1, strides)
    return keras.ops.concatenate([pool, five, three, one], axis=-1)

# style: one 5×5 in the place of two 3×3, normalization before each activation, joined two by two
def bn_conv(x, filters, size, strides=1):
    x = keras.layers.Conv2D(filters, size, strides=strides, padding="same", use_bias=False)(x)
    return keras.layers.ReLU()(keras.layers.BatchNormalization()(x))


def inception_block(x, filters, strides=1):
    one = bn_conv(x, filters, 1, strides)
    three = bn_conv(bn_conv(x, filters, 1), filters, 3, strides)
    five = bn_conv(bn_conv(x, filters, 1), filters, 5, strides)
    pooled = keras.layers.MaxPooling2D(3, strides, "same")(bn_conv(x, filters, 1))
    join = keras.layers.Concatenate()
    return join([join([one, three]), join([five, pooled])])

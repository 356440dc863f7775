# mistake: branches two and three share one 1×1 convolution; the message should say that each branch has layers of its own
def inception_block(x, filters, strides=1):
    reduced = conv(x, filters, 1)
    one = conv(x, filters, 1, strides)
    three = conv(reduced, filters, 3, strides)
    five = conv(conv(reduced, filters, 3), filters, 3, strides)
    pool = keras.layers.MaxPooling2D(3, strides=strides, padding="same")(x)
    pool = conv(pool, filters, 1)
    return keras.layers.Concatenate()([one, three, five, pool])

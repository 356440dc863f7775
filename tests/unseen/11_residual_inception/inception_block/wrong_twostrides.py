# mistake: the third branch strides in both 3×3 convolutions, so with strides of 2 it is a quarter as high; the message should say that the strides stand once in each branch
def inception_block(x, filters, strides=1):
    one = conv(x, filters, 1, strides)
    three = conv(conv(x, filters, 1), filters, 3, strides)
    five = conv(x, filters, 1)
    five = conv(conv(five, filters, 3, strides), filters, 3, strides)
    pool = keras.layers.MaxPooling2D(3, strides=strides, padding="same")(x)
    pool = conv(pool, filters, 1)
    return keras.layers.Concatenate()([one, three, five, pool])

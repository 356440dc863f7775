# mistake: the pooling branch is built but the 3×3 branch is joined twice; the message should say that the pooling branch doesn't reach the output
def inception_block(x, filters, strides=1):
    b1 = conv(x, filters, 1, strides)
    b2 = conv(conv(x, filters, 1), filters, 3, strides)
    b3 = conv(conv(conv(x, filters, 1), filters, 3), filters, 3, strides)
    b4 = keras.layers.MaxPooling2D(3, strides=strides, padding="same")(x)
    b4 = conv(b4, filters, 1)
    return keras.layers.Concatenate()([b1, b2, b3, b2])

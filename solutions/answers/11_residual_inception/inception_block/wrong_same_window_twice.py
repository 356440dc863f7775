# misconception: the branch of two 3×3 has only one, so that two branches look alike
# loses: Each branch looks with its own window
# says: the same window
def inception_block(x, filters, strides=1):
    one = conv(x, filters, 1, strides)
    three = conv(conv(x, filters, 1), filters, 3, strides)
    five = conv(conv(x, filters, 1), filters, 3, strides)
    pooled = keras.layers.MaxPooling2D(3, strides=strides, padding="same")(x)
    return keras.layers.Concatenate()([one, three, five, conv(pooled, filters, 1)])

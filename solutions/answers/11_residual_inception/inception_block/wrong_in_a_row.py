# misconception: the branches see different inputs: each starts where the one before ended
# loses: Four branches from x, side by side
# says: layers of its own
def inception_block(x, filters, strides=1):
    one = conv(x, filters, 1, strides)
    start = conv(x, filters, 1)
    three = conv(start, filters, 3, strides)
    five = conv(conv(start, filters, 3), filters, 3, strides)
    pooled = keras.layers.MaxPooling2D(3, strides=strides, padding="same")(x)
    return keras.layers.Concatenate()([one, three, five, conv(pooled, filters, 1)])

# misconception: the branches are added and not put side by side
# loses: Four branches from x, side by side
# says: a sum would mix them
def inception_block(x, filters, strides=1):
    one = conv(x, filters, 1, strides)
    three = conv(conv(x, filters, 1), filters, 3, strides)
    five = conv(conv(conv(x, filters, 1), filters, 3), filters, 3, strides)
    pooled = keras.layers.MaxPooling2D(3, strides=strides, padding="same")(x)
    return keras.layers.Add()([one, three, five, conv(pooled, filters, 1)])

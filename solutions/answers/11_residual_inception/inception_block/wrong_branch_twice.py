# misconception: a branch left out of the concatenation, another one put in twice
# loses: Four branches from x, side by side
# says: stands twice
def inception_block(x, filters, strides=1):
    one = conv(x, filters, 1, strides)
    three = conv(conv(x, filters, 1), filters, 3, strides)
    five = conv(conv(conv(x, filters, 1), filters, 3), filters, 3, strides)
    pooled = keras.layers.MaxPooling2D(3, strides=strides, padding="same")(x)
    pooled = conv(pooled, filters, 1)
    return keras.layers.Concatenate()([one, three, three, pooled])

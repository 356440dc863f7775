# misconception: the wide windows work on all maps of x
# loses: A 1×1 reduces before the wide windows
# says: which is what costs
def inception_block(x, filters, strides=1):
    one = conv(x, filters, 1, strides)
    three = conv(x, filters, 3, strides)
    five = conv(x, filters, 5, strides)
    pooled = keras.layers.MaxPooling2D(3, strides=strides, padding="same")(x)
    return keras.layers.Concatenate()([one, three, five, conv(pooled, filters, 1)])

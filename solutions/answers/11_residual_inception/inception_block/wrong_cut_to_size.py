# misconception: inception branches of different strides, the one without cut to the size of the others
# loses: Height and width agree for every size and stride
# says: strides by as much as the others
def inception_block(x, filters, strides=1):
    three = conv(conv(x, filters, 1), filters, 3, strides)
    five = conv(conv(conv(x, filters, 1), filters, 3), filters, 3, strides)
    pooled = keras.layers.MaxPooling2D(3, strides=strides, padding="same")(x)
    one = conv(x, filters, 1)[:, : three.shape[1], : three.shape[2]]
    return keras.layers.Concatenate()([one, three, five, conv(pooled, filters, 1)])

# misconception: inception branches of different strides: the 1×1 branch does not stride
# loses: Height and width agree for every size and stride
# says: strides by as much as the others
def inception_block(x, filters, strides=1):
    one = conv(x, filters, 1)
    three = conv(conv(x, filters, 1), filters, 3, strides)
    five = conv(conv(conv(x, filters, 1), filters, 3), filters, 3, strides)
    pooled = keras.layers.MaxPooling2D(3, strides=strides, padding="same")(x)
    return keras.layers.Concatenate()([one, three, five, conv(pooled, filters, 1)])

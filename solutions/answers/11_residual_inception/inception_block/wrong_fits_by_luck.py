# misconception: strides that agree for even sizes only: a pooling without padding rounds down
# loses: Height and width agree for every size and stride
# says: must agree in height and width
def inception_block(x, filters, strides=1):
    one = conv(keras.layers.MaxPooling2D(strides)(x), filters, 1)
    three = conv(conv(x, filters, 1), filters, 3, strides)
    five = conv(conv(conv(x, filters, 1), filters, 3), filters, 3, strides)
    pooled = keras.layers.MaxPooling2D(3, strides=strides, padding="same")(x)
    return keras.layers.Concatenate()([one, three, five, conv(pooled, filters, 1)])

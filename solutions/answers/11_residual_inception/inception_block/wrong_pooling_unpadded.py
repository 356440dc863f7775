# misconception: inception branches of different height and width (a pooling without padding)
# loses: Four branches from x, side by side; Each branch looks with its own window; A 1×1 reduces before the wide windows; Height and width agree for every size and stride
# says: must agree in height and width
def inception_block(x, filters, strides=1):
    one = conv(x, filters, 1, strides)
    three = conv(conv(x, filters, 1), filters, 3, strides)
    five = conv(conv(conv(x, filters, 1), filters, 3), filters, 3, strides)
    pooled = keras.layers.MaxPooling2D(3, strides=strides)(x)
    return keras.layers.Concatenate()([one, three, five, conv(pooled, filters, 1)])

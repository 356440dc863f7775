# style: the two shapes are compared, strides on the second convolution
def residual_block(x, filters, strides=1):
    y = keras.layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
    y = keras.layers.Conv2D(filters, 3, padding="same", strides=strides)(y)
    if y.shape != x.shape:
        x = keras.layers.Conv2D(filters, 1, strides=strides, padding="same")(x)
    return y + x

# mistake: it always projects, even when the shape stays; the message should say that x itself is wanted there
def residual_block(x, filters, strides=1):
    path = keras.layers.Conv2D(
        filters, 3, strides=strides, padding="same", activation="relu"
    )(x)
    path = keras.layers.Conv2D(filters, 3, padding="same")(path)
    skip = keras.layers.Conv2D(filters, 1, strides=strides)(x)
    return path + skip

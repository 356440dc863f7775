# mistake: the projection has a ReLU; the message should say that the projection has no activation
def residual_block(x, filters, strides=1):
    path = keras.layers.Conv2D(
        filters, 3, strides=strides, padding="same", activation="relu"
    )(x)
    path = keras.layers.Conv2D(filters, 3, padding="same")(path)
    if strides != 1 or x.shape[-1] != filters:
        x = keras.layers.Conv2D(filters, 1, strides=strides, activation="relu")(x)
    return path + x

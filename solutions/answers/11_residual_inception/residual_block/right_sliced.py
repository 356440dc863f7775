# style: every second place is taken by slicing, and then projected
def residual_block(x, filters, strides=1):
    path = keras.layers.Conv2D(filters, 3, strides=strides, padding="same", activation="elu")(x)
    path = keras.layers.Conv2D(filters, 3, padding="same")(path)
    if strides != 1 or x.shape[-1] != filters:
        x = keras.layers.Conv2D(filters, 1)(x[:, ::strides, ::strides, :])
    return x + path

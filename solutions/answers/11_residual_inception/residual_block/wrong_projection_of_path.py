# misconception: the projection takes what the path gave: two paths that see different inputs
# loses: A changed shape gets a projection with the path's strides
# says: takes x
def residual_block(x, filters, strides=1):
    path = keras.layers.Conv2D(filters, 3, strides=strides, padding="same", activation="relu")(x)
    path = keras.layers.Conv2D(filters, 3, padding="same")(path)
    if strides != 1 or x.shape[-1] != filters:
        return keras.layers.Conv2D(filters, 1)(path) + path
    return x + path

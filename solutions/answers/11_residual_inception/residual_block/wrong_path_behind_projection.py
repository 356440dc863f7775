# misconception: two paths that see different inputs: the path starts behind the projection
# loses: A changed shape gets a projection with the path's strides
# says: both paths start at x
def residual_block(x, filters, strides=1):
    if strides != 1 or x.shape[-1] != filters:
        x = keras.layers.Conv2D(filters, 1, strides=strides)(x)
    path = keras.layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
    path = keras.layers.Conv2D(filters, 3, padding="same")(path)
    return x + path

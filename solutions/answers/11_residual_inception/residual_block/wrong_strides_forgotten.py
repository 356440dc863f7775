# misconception: only a change of the number of maps leads to a projection
# loses: A changed shape gets a projection with the path's strides
# says: strides alone change the shape
def residual_block(x, filters, strides=1):
    path = keras.layers.Conv2D(filters, 3, strides=strides, padding="same", activation="relu")(x)
    path = keras.layers.Conv2D(filters, 3, padding="same")(path)
    skip = x
    if x.shape[-1] != filters:
        skip = keras.layers.Conv2D(filters, 1, strides=strides)(x)
    return path + skip

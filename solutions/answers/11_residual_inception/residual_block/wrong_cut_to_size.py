# misconception: strides only on the path, and the skip cut to size: two paths that see different places
# loses: A changed shape gets a projection with the path's strides
# says: as much as the path does
def residual_block(x, filters, strides=1):
    path = keras.layers.Conv2D(filters, 3, strides=strides, padding="same", activation="relu")(x)
    path = keras.layers.Conv2D(filters, 3, padding="same")(path)
    if strides != 1 or x.shape[-1] != filters:
        x = keras.layers.Conv2D(filters, 1)(x)[:, : path.shape[1], : path.shape[2]]
    return x + path

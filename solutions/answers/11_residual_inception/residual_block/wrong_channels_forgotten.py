# misconception: residual sum of two paths with different channels: only the strides are looked at
# loses: A changed shape gets a projection with the path's strides
# says: must agree in height, width and channels
def residual_block(x, filters, strides=1):
    path = keras.layers.Conv2D(filters, 3, strides=strides, padding="same", activation="relu")(x)
    path = keras.layers.Conv2D(filters, 3, padding="same")(path)
    around = x
    if strides != 1:
        around = keras.layers.Conv2D(filters, 1, strides=strides)(x)
    return around + path

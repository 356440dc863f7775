# misconception: the projection has a ReLU
# loses: A changed shape gets a projection with the path's strides
# says: fits shapes together
def residual_block(x, filters, strides=1):
    path = keras.layers.Conv2D(filters, 3, strides=strides, padding="same", activation="relu")(x)
    path = keras.layers.Conv2D(filters, 3, padding="same")(path)
    if strides != 1 or x.shape[-1] != filters:
        x = keras.layers.Conv2D(filters, 1, strides=strides, activation="relu")(x)
    return x + path

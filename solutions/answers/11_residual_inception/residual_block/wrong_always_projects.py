# misconception: a projection also where the shape stays, so that x never gets through as it is
# loses: A shape that stays keeps x itself
# says: when is a projection needed at all
def residual_block(x, filters, strides=1):
    path = keras.layers.Conv2D(filters, 3, strides=strides, padding="same", activation="relu")(x)
    path = keras.layers.Conv2D(filters, 3, padding="same")(path)
    return keras.layers.Conv2D(filters, 1, strides=strides)(x) + path

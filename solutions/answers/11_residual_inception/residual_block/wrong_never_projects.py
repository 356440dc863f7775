# misconception: residual sum of two paths with different channels: x itself whatever the shape
# loses: A changed shape gets a projection with the path's strides; Both paths agree for every size and stride
# says: must agree in height, width and channels
def residual_block(x, filters, strides=1):
    path = keras.layers.Conv2D(filters, 3, strides=strides, padding="same", activation="relu")(x)
    path = keras.layers.Conv2D(filters, 3, padding="same")(path)
    return x + path

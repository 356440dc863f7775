# misconception: a pooling in place of the projection, which rounds odd sizes down
# loses: A changed shape gets a projection with the path's strides; Both paths agree for every size and stride
# says: x gets a 1×1 projection; rounds down
def residual_block(x, filters, strides=1):
    path = keras.layers.Conv2D(filters, 3, strides=strides, padding="same", activation="relu")(x)
    path = keras.layers.Conv2D(filters, 3, padding="same")(path)
    skip = x
    if strides != 1:
        skip = keras.layers.MaxPooling2D(strides)(skip)
    if x.shape[-1] != filters:
        skip = keras.layers.Conv2D(filters, 1)(skip)
    return path + skip

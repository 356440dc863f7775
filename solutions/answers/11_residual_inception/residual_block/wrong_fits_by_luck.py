# misconception: strides that agree for even sizes only: a pooling without padding rounds down
# loses: Both paths agree for every size and stride
# says: agree by luck
def residual_block(x, filters, strides=1):
    path = keras.layers.Conv2D(filters, 3, strides=strides, padding="same", activation="relu")(x)
    path = keras.layers.Conv2D(filters, 3, padding="same")(path)
    if strides != 1 or x.shape[-1] != filters:
        x = keras.layers.Conv2D(filters, 1)(keras.layers.MaxPooling2D(strides)(x))
    return x + path

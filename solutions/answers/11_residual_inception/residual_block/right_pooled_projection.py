# style: the skip is pooled to size, with padding, and then projected
def residual_block(x, filters, strides=1):
    path = keras.layers.Conv2D(filters, 3, strides, padding="same", activation="relu")(x)
    path = keras.layers.Conv2D(filters, 3, padding="same", activation="relu")(path)
    if strides != 1:
        x = keras.layers.AveragePooling2D(strides, padding="same")(x)
    if strides != 1 or x.shape[-1] != filters:
        x = keras.layers.Conv2D(filters, 1)(x)
    return keras.layers.add([path, x])

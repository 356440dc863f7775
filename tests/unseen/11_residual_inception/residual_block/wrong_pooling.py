# mistake: a pooling with padding "valid" makes the skip connection smaller and rounds down; the message should say that 31 with strides of 2 doesn't fit
def residual_block(x, filters, strides=1):
    path = keras.layers.Conv2D(
        filters, 3, strides=strides, padding="same", activation="relu"
    )(x)
    path = keras.layers.Conv2D(filters, 3, padding="same")(path)
    skip = x
    if strides != 1:
        skip = keras.layers.MaxPooling2D(strides)(skip)
    if x.shape[-1] != filters:
        skip = keras.layers.Conv2D(filters, 1)(skip)
    return path + skip

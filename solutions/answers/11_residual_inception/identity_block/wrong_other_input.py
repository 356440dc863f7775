# misconception: the two paths see different inputs: the skip starts behind the first convolution
# loses: The sum holds x itself; Beside it, two convolutions
# says: a skip connection that skips nothing
def identity_block(x):
    start = keras.layers.Conv2D(x.shape[-1], 3, padding="same", activation="relu")(x)
    path = keras.layers.Conv2D(x.shape[-1], 3, padding="same")(start)
    return start + path

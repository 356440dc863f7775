# misconception: skip added to itself (x twice, and the path has no way to the sum)
# loses: The sum holds x itself; Beside it, two convolutions
# says: x was added to itself
def identity_block(x):
    path = keras.layers.Conv2D(x.shape[-1], 3, padding="same", activation="relu")(x)
    path = keras.layers.Conv2D(x.shape[-1], 3, padding="same")(path)
    return x + x

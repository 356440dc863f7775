# misconception: the two paths are put side by side and not added
# loses: The sum holds x itself; Works for maps of any size and number
# says: added
def identity_block(x):
    path = keras.layers.Conv2D(x.shape[-1], 3, padding="same", activation="relu")(x)
    path = keras.layers.Conv2D(x.shape[-1], 3, padding="same")(path)
    return keras.layers.Concatenate()([x, path])

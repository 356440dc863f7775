# misconception: the number of maps is that of the example, not that of x
# loses: Works for maps of any size and number
# says: how many channels
def identity_block(x):
    path = keras.layers.Conv2D(8, 3, padding="same", activation="relu")(x)
    path = keras.layers.Conv2D(8, 3, padding="same")(path)
    return x + path

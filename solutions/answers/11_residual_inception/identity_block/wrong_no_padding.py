# misconception: residual sum of two paths of different height and width (padding forgotten)
# loses: The sum holds x itself; Beside it, two convolutions; Works for maps of any size and number
# says: must agree in height, width and channels
def identity_block(x):
    path = keras.layers.Conv2D(x.shape[-1], 3, activation="relu")(x)
    path = keras.layers.Conv2D(x.shape[-1], 3)(path)
    return x + path

# misconception: two convolutions with no activation between them
# loses: Beside it, two convolutions
# says: no more than one
def identity_block(x):
    path = keras.layers.Conv2D(x.shape[-1], 3, padding="same")(x)
    path = keras.layers.Conv2D(x.shape[-1], 3, padding="same")(path)
    return keras.layers.ReLU()(x + path)

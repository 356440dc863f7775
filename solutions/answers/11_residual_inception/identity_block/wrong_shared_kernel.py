# misconception: one layer object called twice where two layers were asked for
# loses: Beside it, two convolutions
# says: share one kernel
def identity_block(x):
    convolution = keras.layers.Conv2D(x.shape[-1], 3, padding="same", activation="relu")
    return x + convolution(convolution(x))

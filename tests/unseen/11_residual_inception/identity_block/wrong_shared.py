# mistake: one convolution layer is called twice; the message should say that there should be two layers of their own
def identity_block(x):
    conv = keras.layers.Conv2D(x.shape[-1], 3, padding="same")
    path = keras.layers.ReLU()(conv(x))
    return x + conv(path)

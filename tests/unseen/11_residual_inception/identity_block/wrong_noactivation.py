# mistake: no activation between the convolutions (only behind the second); the message should say that an activation has to stand between them
def identity_block(x):
    n = x.shape[-1]
    path = keras.layers.Conv2D(n, 3, padding="same")(x)
    path = keras.layers.Conv2D(n, 3, padding="same", activation="relu")(path)
    return x + path

# mistake: x has been overwritten at the sum, so the path is added to itself; the message should say that the sum doesn't contain what came in
def identity_block(x):
    n = x.shape[-1]
    x = keras.layers.Conv2D(n, 3, padding="same", activation="relu")(x)
    x = keras.layers.Conv2D(n, 3, padding="same")(x)
    return keras.layers.Add()([x, x])

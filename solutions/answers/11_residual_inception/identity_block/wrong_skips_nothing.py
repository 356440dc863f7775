# misconception: skip added to itself (the name x has moved on when the sum is made)
# loses: The sum holds x itself
# says: a skip connection that skips nothing
def identity_block(x):
    channels = x.shape[-1]
    x = keras.layers.Conv2D(channels, 3, padding="same", activation="relu")(x)
    x = keras.layers.Conv2D(channels, 3, padding="same")(x)
    return keras.layers.Add()([x, x])

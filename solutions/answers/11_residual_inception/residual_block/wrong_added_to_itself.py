# misconception: skip added to itself: the sum takes the skip connection twice
# loses: A shape that stays keeps x itself; The path is two 3×3 convolutions
# says: x was added to itself
def residual_block(x, filters, strides=1):
    path = keras.layers.Conv2D(filters, 3, strides=strides, padding="same", activation="relu")(x)
    path = keras.layers.Conv2D(filters, 3, padding="same")(path)
    if strides != 1 or x.shape[-1] != filters:
        x = keras.layers.Conv2D(filters, 1, strides=strides)(x)
    return keras.layers.Add()([x, x])

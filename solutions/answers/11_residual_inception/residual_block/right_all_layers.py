# style: Add as a layer, normalization on both ways, ReLU behind the sum
def residual_block(x, filters, strides=1):
    shortcut = x
    y = keras.layers.Conv2D(filters, 3, strides=strides, padding="same", use_bias=False)(x)
    y = keras.layers.BatchNormalization()(y)
    y = keras.layers.ReLU()(y)
    y = keras.layers.Conv2D(filters, 3, strides=1, padding="same", use_bias=False)(y)
    y = keras.layers.BatchNormalization()(y)
    if strides > 1 or shortcut.shape[-1] != filters:
        shortcut = keras.layers.Conv2D(filters, (1, 1), strides=(strides, strides), padding="same")(shortcut)
        shortcut = keras.layers.BatchNormalization()(shortcut)
    return keras.layers.Activation("relu")(keras.layers.Add()([shortcut, y]))

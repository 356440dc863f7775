# way: the projection's strides are taken by slicing x before a 1×1 convolution; BatchNorm in the path
def residual_block(x, filters, strides=1):
    y = keras.layers.Conv2D(filters, 3, strides, "same", use_bias=False)(x)
    y = keras.layers.BatchNormalization()(y)
    y = keras.layers.LeakyReLU()(y)
    y = keras.layers.Conv2D(filters, 3, padding="same")(y)
    same = strides == 1 and x.shape[-1] == filters
    if not same:
        x = keras.layers.Conv2D(filters, 1)(x[:, ::strides, ::strides, :])
    return y + x

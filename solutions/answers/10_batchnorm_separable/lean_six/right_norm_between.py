# style: a BatchNorm and a ReLU between the steps too, as in MobileNet
def separable(x, filters):
    x = keras.layers.DepthwiseConv2D(3, padding="same", use_bias=False)(x)
    x = keras.layers.ReLU()(keras.layers.BatchNormalization()(x))
    x = keras.layers.Conv2D(filters, 1, use_bias=False)(x)
    return keras.layers.ReLU()(keras.layers.BatchNormalization()(x))


image = keras.Input((64, 64, 3))
x = separable(separable(image, 32), 32)
x = separable(separable(keras.layers.MaxPooling2D()(x), 64), 64)
x = separable(separable(keras.layers.MaxPooling2D()(x), 128), 128)
x = keras.layers.GlobalAveragePooling2D()(x)
lean_six = keras.Model(image, keras.layers.Dense(10, "softmax")(x))

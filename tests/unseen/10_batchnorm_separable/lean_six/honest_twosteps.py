# way: functional, depthwise and pointwise layers without biases, BatchNorm first, keras.activations.relu in an Activation
def lean(x, filters):
    x = keras.layers.DepthwiseConv2D(3, padding="same", use_bias=False)(x)
    x = keras.layers.Conv2D(filters, 1, use_bias=False)(x)
    x = keras.layers.BatchNormalization()(x)
    return keras.layers.Activation(keras.activations.relu)(x)


pictures = keras.Input(shape=(64, 64, 3))
x = lean(lean(pictures, 32), 32)
x = keras.layers.MaxPooling2D()(x)
x = lean(lean(x, 64), 64)
x = keras.layers.MaxPooling2D()(x)
x = lean(lean(x, 128), 128)
x = keras.layers.GlobalAveragePooling2D()(x)
lean_six = keras.Model(pictures, keras.layers.Dense(10, activation="softmax")(x))

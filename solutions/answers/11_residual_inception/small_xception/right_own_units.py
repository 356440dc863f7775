# style: everything written out, Add as a layer, no normalization on the projections
def unit(x, filters, strides):
    y = x
    for _ in range(2):
        y = keras.layers.Activation("relu")(y)
        y = keras.layers.SeparableConv2D(filters, 3, padding="same")(y)
        y = keras.layers.BatchNormalization()(y)
    if strides > 1:
        y = keras.layers.MaxPooling2D(3, strides=strides, padding="same")(y)
        x = keras.layers.Conv2D(filters, 1, strides=strides)(x)
    return keras.layers.Add()([x, y])


inputs = keras.Input(shape=(32, 32, 3))
x = keras.layers.Conv2D(12, 3, strides=2, padding="same")(inputs)
x = keras.layers.BatchNormalization()(x)
x = unit(x, 24, 2)
x = unit(x, 48, 2)
x = unit(x, 48, 1)
x = unit(x, 48, 1)
x = keras.layers.Activation("relu")(x)
x = keras.layers.GlobalAveragePooling2D()(x)
small_xception = keras.Model(inputs, keras.layers.Dense(8, activation="softmax")(x))

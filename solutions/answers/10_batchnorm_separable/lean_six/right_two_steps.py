# style: functional, depthwise and pointwise as two layers
x = entry = keras.Input((64, 64, 3))
for number, filters in enumerate([32, 32, 64, 64, 128, 128]):
    if number in (2, 4):
        x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.DepthwiseConv2D(3, padding="same", use_bias=False)(x)
    x = keras.layers.Conv2D(filters, 1, use_bias=False)(x)
    x = keras.layers.BatchNormalization()(x)
    x = keras.layers.Activation("relu")(x)
x = keras.layers.GlobalAveragePooling2D()(x)
lean_six = keras.Model(entry, keras.layers.Dense(10, activation="softmax")(x))

# style: a convolution with as many groups as channels for the depthwise step
lean_six = keras.Sequential([keras.Input((64, 64, 3))])
channels = 3
for filters in (32, 32, 64, 64, 128, 128):
    lean_six.add(keras.layers.Conv2D(channels, 3, padding="same", groups=channels, use_bias=False))
    lean_six.add(keras.layers.Conv2D(filters, 1, use_bias=False))
    lean_six.add(keras.layers.BatchNormalization())
    lean_six.add(keras.layers.ReLU())
    if len(lean_six.layers) in (8, 17):
        lean_six.add(keras.layers.MaxPooling2D())
    channels = filters
lean_six.add(keras.layers.GlobalAveragePooling2D())
lean_six.add(keras.layers.Dense(10, activation="softmax"))

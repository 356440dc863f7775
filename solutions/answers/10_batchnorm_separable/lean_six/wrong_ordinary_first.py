# misconception: an ordinary convolution left among the separable ones
# loses: Six separable convolutions
# says: looks at all channels at once
lean_six = keras.Sequential([keras.Input((64, 64, 3))])
for pair, filters in enumerate((32, 64, 128)):
    if pair > 0:
        lean_six.add(keras.layers.MaxPooling2D())
    for _ in range(2):
        layer = keras.layers.SeparableConv2D if pair else keras.layers.Conv2D
        lean_six.add(layer(filters, 3, padding="same", use_bias=False))
        lean_six.add(keras.layers.BatchNormalization())
        lean_six.add(keras.layers.ReLU())
lean_six.add(keras.layers.GlobalAveragePooling2D())
lean_six.add(keras.layers.Dense(10, activation="softmax"))

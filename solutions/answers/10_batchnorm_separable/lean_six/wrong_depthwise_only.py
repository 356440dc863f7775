# misconception: depthwise convolution taken for separable: the channels are never mixed
# loses: Six separable convolutions
# says: then a 1×1 convolution
lean_six = keras.Sequential([keras.Input((64, 64, 3))])
for pair, filters in enumerate((32, 64, 128)):
    if pair > 0:
        lean_six.add(keras.layers.MaxPooling2D())
    for _ in range(2):
        lean_six.add(keras.layers.DepthwiseConv2D(3, padding="same", use_bias=False))
        lean_six.add(keras.layers.BatchNormalization())
        lean_six.add(keras.layers.ReLU())
lean_six.add(keras.layers.GlobalAveragePooling2D())
lean_six.add(keras.layers.Dense(10, activation="softmax"))

# mistake: the depthwise step keeps its bias, which the pointwise step and the BatchNorm take away; the message should name the DepthwiseConv2D's bias
lean_six = keras.Sequential([keras.Input(shape=(64, 64, 3))])
for filters in (32, 64, 128):
    if filters > 32:
        lean_six.add(keras.layers.MaxPooling2D(pool_size=2))
    for _ in range(2):
        lean_six.add(keras.layers.DepthwiseConv2D(3, padding="same"))
        lean_six.add(keras.layers.Conv2D(filters, 1, use_bias=False))
        lean_six.add(keras.layers.BatchNormalization())
        lean_six.add(keras.layers.ReLU())
lean_six.add(keras.layers.GlobalAveragePooling2D())
lean_six.add(keras.layers.Dense(10, activation="softmax"))

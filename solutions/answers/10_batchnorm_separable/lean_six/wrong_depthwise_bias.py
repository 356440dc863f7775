# misconception: the bias of the depthwise step forgotten
# loses: No needless bias
# says: turns this bias into one constant a channel; whatever a bias has added
lean_six = keras.Sequential([keras.Input((64, 64, 3))])
for pair, filters in enumerate((32, 64, 128)):
    if pair > 0:
        lean_six.add(keras.layers.MaxPooling2D())
    for _ in range(2):
        lean_six.add(keras.layers.DepthwiseConv2D(3, padding="same"))
        lean_six.add(keras.layers.Conv2D(filters, 1, use_bias=False))
        lean_six.add(keras.layers.BatchNormalization())
        lean_six.add(keras.layers.ReLU())
lean_six.add(keras.layers.GlobalAveragePooling2D())
lean_six.add(keras.layers.Dense(10, activation="softmax"))

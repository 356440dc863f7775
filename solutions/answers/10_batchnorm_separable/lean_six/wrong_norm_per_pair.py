# misconception: one BatchNorm for a pair of convolutions
# loses: Each with a BatchNormalization and a ReLU
# says: there is one batchnormalization
lean_six = keras.Sequential([keras.Input((64, 64, 3))])
for pair, filters in enumerate((32, 64, 128)):
    if pair > 0:
        lean_six.add(keras.layers.MaxPooling2D())
    lean_six.add(keras.layers.SeparableConv2D(filters, 3, padding="same", activation="relu"))
    lean_six.add(keras.layers.SeparableConv2D(filters, 3, padding="same", use_bias=False))
    lean_six.add(keras.layers.BatchNormalization())
    lean_six.add(keras.layers.ReLU())
lean_six.add(keras.layers.GlobalAveragePooling2D())
lean_six.add(keras.layers.Dense(10, activation="softmax"))

# misconception: BatchNorm taken for an activation
# loses: Each with a BatchNormalization and a ReLU
# says: no more than one
lean_six = keras.Sequential([keras.Input((64, 64, 3))])
for pair, filters in enumerate((32, 64, 128)):
    if pair > 0:
        lean_six.add(keras.layers.MaxPooling2D())
    for _ in range(2):
        lean_six.add(keras.layers.SeparableConv2D(filters, 3, padding="same", use_bias=False))
        lean_six.add(keras.layers.BatchNormalization())
lean_six.add(keras.layers.GlobalAveragePooling2D())
lean_six.add(keras.layers.Dense(10, activation="softmax"))

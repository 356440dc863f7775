# misconception: strides in place of the poolings
# loses: Six separable convolutions; Halved between the pairs, ten probabilities at the end
# says: no strides elsewhere
lean_six = keras.Sequential([keras.Input((64, 64, 3))])
for pair, filters in enumerate((32, 64, 128)):
    if pair > 0:
        pass
    for _ in range(2):
        lean_six.add(
            keras.layers.SeparableConv2D(
                filters, 3, strides=2 if pair and not _ else 1, padding="same", use_bias=False
            )
        )
        lean_six.add(keras.layers.BatchNormalization())
        lean_six.add(keras.layers.ReLU())
lean_six.add(keras.layers.GlobalAveragePooling2D())
lean_six.add(keras.layers.Dense(10, activation="softmax"))

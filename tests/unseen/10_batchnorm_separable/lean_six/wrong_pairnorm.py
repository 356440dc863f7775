# mistake: one BatchNorm for each pair of convolutions; the message should say that each convolution has a BatchNorm of its own
lean_six = keras.Sequential([keras.Input(shape=(64, 64, 3))])
for filters in (32, 64, 128):
    if filters > 32:
        lean_six.add(keras.layers.MaxPooling2D(pool_size=2))
    lean_six.add(
        keras.layers.SeparableConv2D(filters, 3, padding="same", activation="relu")
    )
    lean_six.add(
        keras.layers.SeparableConv2D(filters, 3, padding="same", use_bias=False)
    )
    lean_six.add(keras.layers.BatchNormalization())
    lean_six.add(keras.layers.ReLU())
lean_six.add(keras.layers.GlobalAveragePooling2D())
lean_six.add(keras.layers.Dense(10, activation="softmax"))

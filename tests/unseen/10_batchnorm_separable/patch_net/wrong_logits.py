# mistake: the output layer has no softmax; the message should say that the outputs are not probabilities
patch_net = keras.Sequential([keras.Input((16, 16, 3))])
for filters in (16, 24, 32):
    patch_net.add(
        keras.layers.Conv2D(
            filters, 3, strides=2, padding="same", use_bias=False
        )
    )
    patch_net.add(keras.layers.BatchNormalization())
    patch_net.add(keras.layers.ReLU())
patch_net.add(keras.layers.GlobalAveragePooling2D())
patch_net.add(keras.layers.Dense(8))

# mistake: a ReLU stands in the convolution and another one behind the BatchNorm; the message should say that there is more than one ReLU behind a convolution
patch_net = keras.Sequential([keras.Input((16, 16, 3))])
for filters in (16, 24, 32):
    patch_net.add(
        keras.layers.Conv2D(
            filters, 3, strides=2, padding="same", activation="relu"
        )
    )
    patch_net.add(keras.layers.BatchNormalization())
    patch_net.add(keras.layers.ReLU())
patch_net.add(keras.layers.GlobalAveragePooling2D())
patch_net.add(keras.layers.Dense(8, activation="softmax"))

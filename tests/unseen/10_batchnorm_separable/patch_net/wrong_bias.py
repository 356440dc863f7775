# mistake: the convolutions keep their bias directly in front of a BatchNorm; the message should say that such a bias can't change an output
patch_net = keras.Sequential([keras.Input((16, 16, 3))])
for filters in (16, 24, 32):
    patch_net.add(keras.layers.Conv2D(filters, 3, strides=2, padding="same"))
    patch_net.add(keras.layers.BatchNormalization())
    patch_net.add(keras.layers.ReLU())
patch_net.add(keras.layers.GlobalAveragePooling2D())
patch_net.add(keras.layers.Dense(8, activation="softmax"))

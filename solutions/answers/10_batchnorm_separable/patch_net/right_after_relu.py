# style: BatchNorm behind the ReLU, where the bias is of use
patch_net = keras.Sequential([keras.Input((16, 16, 3))])
for filters in [16, 24, 32]:
    patch_net.add(keras.layers.Conv2D(filters, 3, 2, padding="same", activation="relu"))
    patch_net.add(keras.layers.BatchNormalization(momentum=0.9))
patch_net.add(keras.layers.GlobalAveragePooling2D())
patch_net.add(keras.layers.Dense(8, activation="softmax"))

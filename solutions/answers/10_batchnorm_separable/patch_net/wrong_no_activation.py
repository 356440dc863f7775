# misconception: BatchNorm taken for an activation
# loses: Three convolutions, each with a ReLU
# says: no more than one
patch_net = keras.Sequential([keras.Input((16, 16, 3))])
for filters in (16, 24, 32):
    patch_net.add(keras.layers.Conv2D(filters, 3, strides=2, padding="same", use_bias=False))
    patch_net.add(keras.layers.BatchNormalization())
patch_net.add(keras.layers.GlobalAveragePooling2D())
patch_net.add(keras.layers.Dense(8, activation="softmax"))

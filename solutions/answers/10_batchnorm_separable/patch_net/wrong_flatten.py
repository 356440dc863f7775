# misconception: maps flattened in place of their means
# loses: The mean of each map, then eight probabilities
# says: its mean
patch_net = keras.Sequential([keras.Input((16, 16, 3))])
for filters in (16, 24, 32):
    patch_net.add(keras.layers.Conv2D(filters, 3, strides=2, padding="same", use_bias=False))
    patch_net.add(keras.layers.BatchNormalization())
    patch_net.add(keras.layers.ReLU())
patch_net.add(keras.layers.Flatten())
patch_net.add(keras.layers.Dense(8, activation="softmax"))

# misconception: a bias kept where BatchNorm makes it needless
# loses: No needless parameter
# says: whatever a bias has added
patch_net = keras.Sequential([keras.Input((16, 16, 3))])
for filters in (16, 24, 32):
    patch_net.add(keras.layers.Conv2D(filters, 3, strides=2, padding="same"))
    patch_net.add(keras.layers.BatchNormalization())
    patch_net.add(keras.layers.ReLU())
patch_net.add(keras.layers.GlobalAveragePooling2D())
patch_net.add(keras.layers.Dense(8, activation="softmax"))

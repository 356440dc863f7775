# misconception: one BatchNorm at the input taken to do for all layers
# loses: A BatchNormalization for each, along the channels
# says: comes behind it
patch_net = keras.Sequential([keras.Input((16, 16, 3)), keras.layers.BatchNormalization()])
for filters in (16, 24, 32):
    patch_net.add(keras.layers.Conv2D(filters, 3, strides=2, padding="same", activation="relu"))
patch_net.add(keras.layers.GlobalAveragePooling2D())
patch_net.add(keras.layers.Dense(8, activation="softmax"))

# misconception: the same layer object used twice where two of the class were asked for
# loses: Three convolutions, each with a ReLU; A BatchNormalization for each, along the channels
# says: can't know the mean of both
norm = keras.layers.BatchNormalization()
x = entry = keras.Input((16, 16, 3))
x = keras.layers.ReLU()(norm(keras.layers.Conv2D(16, 3, strides=2, padding="same", use_bias=False)(x)))
x = keras.layers.Conv2D(24, 3, strides=2, padding="same", use_bias=False)(x)
x = keras.layers.ReLU()(keras.layers.BatchNormalization()(x))
x = keras.layers.Conv2D(16, 3, strides=2, padding="same", use_bias=False)(x)
x = keras.layers.ReLU()(norm(x))
x = keras.layers.GlobalAveragePooling2D()(x)
patch_net = keras.Model(entry, keras.layers.Dense(8, activation="softmax")(x))

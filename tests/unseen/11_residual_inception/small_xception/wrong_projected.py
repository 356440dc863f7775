# mistake: the middle units have a 1×1 projection on the skip connection; the message should say that what went in is added as it is
inputs = keras.Input((32, 32, 3))
x = keras.layers.Conv2D(12, 3, strides=2, padding="same")(inputs)
x = keras.layers.BatchNormalization()(x)
x = down(down(x, 24), 48)
for _ in range(2):
    skip = keras.layers.Conv2D(48, 1, use_bias=False)(x)
    x = separable(separable(x, 48), 48) + skip
x = keras.layers.GlobalAveragePooling2D()(keras.layers.ReLU()(x))
outputs = keras.layers.Dense(8, activation="softmax")(x)
small_xception = keras.Model(inputs, outputs)

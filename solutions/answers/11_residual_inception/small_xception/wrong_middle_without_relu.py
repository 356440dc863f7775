# misconception: the middle units begin with a convolution, without the ReLU before it
# loses: Two units keep x itself
# says: two times: ReLU
inputs = keras.Input((32, 32, 3))
x = keras.layers.Conv2D(12, 3, strides=2, padding="same")(inputs)
x = keras.layers.BatchNormalization()(x)
x = down(down(x, 24), 48)
for _ in range(2):
    path = keras.layers.SeparableConv2D(48, 3, padding="same", use_bias=False)(x)
    path = keras.layers.BatchNormalization()(path)
    x = x + separable(path, 48)
x = keras.layers.GlobalAveragePooling2D()(keras.layers.ReLU()(x))
small_xception = keras.Model(inputs, keras.layers.Dense(8, activation="softmax")(x))

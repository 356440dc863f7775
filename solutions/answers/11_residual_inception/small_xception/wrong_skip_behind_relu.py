# misconception: the middle units' skip connection starts behind their first ReLU
# loses: Two units keep x itself
# says: starts behind the unit's first ReLU
inputs = keras.Input(shape=(32, 32, 3))
x = keras.layers.Conv2D(12, 3, strides=2, padding="same")(inputs)
x = keras.layers.BatchNormalization()(x)
x = down(x, 24)
x = down(x, 48)
for _ in range(2):
    x = keras.layers.ReLU()(x)
    path = keras.layers.SeparableConv2D(48, 3, padding="same", use_bias=False)(x)
    path = keras.layers.BatchNormalization(momentum=0.9)(path)
    path = separable(path, 48)
    x = keras.layers.Add()([x, path])
x = keras.layers.ReLU()(x)
x = keras.layers.GlobalAveragePooling2D()(x)
outputs = keras.layers.Dense(8, activation="softmax")(x)
small_xception = keras.Model(inputs, outputs)

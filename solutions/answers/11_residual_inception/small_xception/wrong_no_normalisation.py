# misconception: no BatchNormalization in the middle flow
# loses: Separable, with BatchNormalization behind
# says: BatchNormalization behind each
inputs = keras.Input((32, 32, 3))
x = keras.layers.BatchNormalization()(keras.layers.Conv2D(12, 3, strides=2, padding="same")(inputs))
x = down(down(x, 24), 48)
for _ in range(2):
    path = keras.layers.SeparableConv2D(48, 3, padding="same")(keras.layers.ReLU()(x))
    path = keras.layers.SeparableConv2D(48, 3, padding="same")(keras.layers.ReLU()(path))
    x = x + path
x = keras.layers.GlobalAveragePooling2D()(keras.layers.ReLU()(x))
small_xception = keras.Model(inputs, keras.layers.Dense(8, activation="softmax")(x))

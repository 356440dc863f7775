# misconception: ordinary convolutions where separable ones were asked for
# loses: Separable, with BatchNormalization behind; Two units keep x itself
# says: only the first convolution is an ordinary 3×3
def ordinary(x, filters):
    x = keras.layers.Conv2D(filters, 3, padding="same", use_bias=False)(keras.layers.ReLU()(x))
    return keras.layers.BatchNormalization()(x)


inputs = keras.Input((32, 32, 3))
x = keras.layers.BatchNormalization()(keras.layers.Conv2D(12, 3, strides=2, padding="same")(inputs))
x = down(down(x, 24), 48)
for _ in range(2):
    x = x + ordinary(ordinary(x, 48), 48)
x = keras.layers.GlobalAveragePooling2D()(keras.layers.ReLU()(x))
small_xception = keras.Model(inputs, keras.layers.Dense(8, activation="softmax")(x))

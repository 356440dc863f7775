# misconception: the second middle unit takes what the first one took, so that the first has no way to the output
# loses: Separable, with BatchNormalization behind; Two units keep x itself
# says: the next unit takes the sum
inputs = keras.Input((32, 32, 3))
x = keras.layers.BatchNormalization()(keras.layers.Conv2D(12, 3, strides=2, padding="same")(inputs))
x = down(down(x, 24), 48)
first = x + separable(separable(x, 48), 48)
second = x + separable(separable(x, 48), 48)
x = keras.layers.GlobalAveragePooling2D()(keras.layers.ReLU()(second))
small_xception = keras.Model(inputs, keras.layers.Dense(8, activation="softmax")(x))

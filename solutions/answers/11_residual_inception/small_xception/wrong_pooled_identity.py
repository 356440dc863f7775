# misconception: residual sum of two paths with different channels, made to fit by a pooling and copies of x
# loses: Two units go down, on both paths alike
# says: 1×1 projection
def going_down(x, filters):
    path = keras.layers.MaxPooling2D(3, strides=2, padding="same")(separable(separable(x, filters), filters))
    pooled = keras.layers.MaxPooling2D(2)(x)
    return path + keras.layers.Concatenate()([pooled, pooled])


inputs = keras.Input((32, 32, 3))
x = keras.layers.BatchNormalization()(keras.layers.Conv2D(12, 3, strides=2, padding="same")(inputs))
x = going_down(going_down(x, 24), 48)
for _ in range(2):
    x = x + separable(separable(x, 48), 48)
x = keras.layers.GlobalAveragePooling2D()(keras.layers.ReLU()(x))
small_xception = keras.Model(inputs, keras.layers.Dense(8, activation="softmax")(x))

# mistake: the middle units add the path to itself because x was overwritten; the message should say that a middle unit's sum needs what went into the unit
inputs = keras.Input((32, 32, 3))
x = keras.layers.Conv2D(12, 3, strides=2, padding="same")(inputs)
x = keras.layers.BatchNormalization()(x)
x = down(down(x, 24), 48)
for _ in range(2):
    x = separable(x, 48)
    x = separable(x, 48)
    x = x + x
x = keras.layers.GlobalAveragePooling2D()(keras.layers.ReLU()(x))
outputs = keras.layers.Dense(8, activation="softmax")(x)
small_xception = keras.Model(inputs, outputs)

# style: put beside it, with the colors themselves as the skip connection
inputs = keras.Input(shape=(48,))
x = inputs
for units in (32, 2, 32):
    x = keras.layers.Dense(units, activation="relu")(x)
x = keras.layers.Concatenate()([inputs, x])
freed = keras.Model(inputs, keras.layers.Dense(8, activation="softmax")(x))

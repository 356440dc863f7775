# misconception: new layers taken to have the old weights
# loses: The same outputs
# says: new random weights
a = keras.Input((8,))
b = keras.layers.Dense(24, activation="relu")(a)
c = keras.layers.Dense(12, activation="tanh")(b)
redrawn = keras.Model(a, keras.layers.Dense(1)(c))

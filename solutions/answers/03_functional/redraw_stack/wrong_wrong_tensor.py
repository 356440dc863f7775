# misconception: the second layer called on the input, so that the first drops out
# loses: The same layers; The same outputs
# says: called on the wrong tensor
a = keras.Input((8,))
b = keras.layers.Dense(24, activation="relu")(a)
c = keras.layers.Dense(12, activation="tanh")(a)
redrawn = keras.Model(a, keras.layers.Dense(1)(c))

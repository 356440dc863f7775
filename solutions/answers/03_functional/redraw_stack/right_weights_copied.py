# style: fresh layers, weights copied
a = keras.Input((8,))
b = keras.layers.Dense(24, activation="relu")(a)
c = keras.layers.Dense(12, activation="tanh")(b)
redrawn = keras.Model(a, keras.layers.Dense(1)(c))
redrawn.set_weights(tower.get_weights())

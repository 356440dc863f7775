# misconception: one activation left out
# loses: The same layers
# says: Dense 12; compare their activations
a = keras.Input((8,))
b = keras.layers.Dense(24, activation="relu")(a)
c = keras.layers.Dense(12)(b)
redrawn = keras.Model(a, keras.layers.Dense(1)(c))
redrawn.set_weights(tower.get_weights())

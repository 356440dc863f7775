# misconception: ReLU left on at the end
# loses: The same layers; The same outputs
# says: 1 relu
a = keras.Input((8,))
b = keras.layers.Dense(24, activation="relu")(a)
c = keras.layers.Dense(12, activation="tanh")(b)
redrawn = keras.Model(a, keras.layers.Dense(1, activation="relu")(c))
redrawn.set_weights(tower.get_weights())
redrawn.layers[-1].bias.assign([-9.0])

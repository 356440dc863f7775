# misconception: one input of all features
# loses: Inputs named wide and deep, of 5 and 6 features; Each on its own path, and they meet; Each is normalized by training rows
# says: two inputs
stone = keras.Input((8,))
z = adapted(x_train)(stone)
h = keras.layers.Dense(32, activation="relu")(z)
h = keras.layers.Dense(16, activation="relu")(h)
two_ways = keras.Model(stone, keras.layers.Dense(1)(keras.layers.Concatenate()([z, h])))

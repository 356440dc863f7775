# misconception: one round missing
# loses: One layer, called three times in a row; Each round takes input and state, added
# says: three calls
drawable = ["stack", "skip", "twins", "ladder"]
x = keras.Input((6,))
step = keras.layers.Dense(6, activation="tanh")
memory = step(x)
memory = step(keras.layers.Add()([x, memory]))
rounds = keras.Model(x, keras.layers.Dense(1)(memory))

# misconception: the sum takes the wrong tensor
# loses: Each round takes input and state, added
# says: earlier one
drawable = ["stack", "skip", "twins", "ladder"]
x = keras.Input((6,))
step = keras.layers.Dense(6, activation="tanh")
first = step(x)
second = step(keras.layers.Add()([x, first]))
memory = step(keras.layers.Add()([second, first]))
rounds = keras.Model(x, keras.layers.Dense(1)(memory))

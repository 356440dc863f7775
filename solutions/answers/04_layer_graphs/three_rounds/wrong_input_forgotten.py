# misconception: the input left out of later rounds
# loses: Each round takes input and state, added
# says: left out of a sum
drawable = ["stack", "skip", "twins", "ladder"]
x = keras.Input((6,))
step = keras.layers.Dense(6, activation="tanh")
memory = step(x)
memory = step(memory)
memory = step(memory)
rounds = keras.Model(x, keras.layers.Dense(1)(memory))

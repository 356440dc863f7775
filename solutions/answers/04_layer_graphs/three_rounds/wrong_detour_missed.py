# misconception: a circle of two overlooked
# loses: Wirings without a circle
# says: by a detour
drawable = ["stack", "skip", "twins", "mirror", "ladder"]
x = keras.Input((6,))
step = keras.layers.Dense(6, activation="tanh")
memory = step(x)
memory = step(keras.layers.Add()([x, memory]))
memory = step(keras.layers.Add()([x, memory]))
rounds = keras.Model(x, keras.layers.Dense(1)(memory))

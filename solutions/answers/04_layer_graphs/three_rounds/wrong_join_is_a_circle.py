# misconception: joins and skips taken for circles
# loses: Wirings without a circle
# says: joins, skips and forks
drawable = ["stack", "twins"]
x = keras.Input((6,))
step = keras.layers.Dense(6, activation="tanh")
memory = step(x)
memory = step(keras.layers.Add()([x, memory]))
memory = step(keras.layers.Add()([x, memory]))
rounds = keras.Model(x, keras.layers.Dense(1)(memory))

# misconception: ReLU left on at a regression output
# loses: Any number comes out
# says: relu was left on
drawable = ["stack", "skip", "twins", "ladder"]
x = keras.Input((6,))
step = keras.layers.Dense(6, activation="tanh")
memory = step(x)
memory = step(keras.layers.Add()([x, memory]))
memory = step(keras.layers.Add()([x, memory]))
rounds = keras.Model(x, keras.layers.Dense(1, activation="relu")(memory))

# misconception: the same layer class used three times where the same object was asked for
# loses: One layer, called three times in a row
# says: make the layer once
drawable = ["stack", "skip", "twins", "ladder"]
x = keras.Input((6,))
memory = keras.layers.Dense(6, activation="tanh")(x)
memory = keras.layers.Dense(6, activation="tanh")(keras.layers.Add()([x, memory]))
memory = keras.layers.Dense(6, activation="tanh")(keras.layers.Add()([x, memory]))
rounds = keras.Model(x, keras.layers.Dense(1)(memory))

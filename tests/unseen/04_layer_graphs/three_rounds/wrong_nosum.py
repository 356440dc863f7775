# mistake: rounds two and three get the state alone, without adding the input; the message should say the input is missing from the sum
drawable = ["stack", "skip", "twins", "ladder"]
inputs = keras.Input(shape=(6,))
step = keras.layers.Dense(6, activation="tanh")
state = step(step(step(inputs)))
rounds = keras.Model(inputs, keras.layers.Dense(1)(state))

# mistake: the Dense is made anew in the loop, so there are three layers instead of one called three times; ladder is also left out; the message should count the layers
drawable = ["stack", "skip", "twins"]
inputs = keras.Input(shape=(6,))
state = keras.layers.Dense(6, activation="tanh")(inputs)
for _ in range(2):
    state = keras.layers.Dense(6, activation="tanh")(keras.layers.Add()([inputs, state]))
rounds = keras.Model(inputs, keras.layers.Dense(1)(state))

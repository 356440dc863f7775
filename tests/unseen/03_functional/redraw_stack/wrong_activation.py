# mistake: the second hidden layer has relu in place of tanh, though the weights are copied; the message should name the activations
inputs = keras.Input(shape=(8,))
hidden_1 = keras.layers.Dense(24, activation="relu")(inputs)
hidden_2 = keras.layers.Dense(12, activation="relu")(hidden_1)
outputs = keras.layers.Dense(1)(hidden_2)
redrawn = keras.Model(inputs=inputs, outputs=outputs)
redrawn.set_weights(tower.get_weights())

# mistake: the sum stands behind the softmax, so the outputs are no probabilities and the skip is 8 wide; the message should say that the skip has to come in before the output layer
inputs = keras.Input(shape=(48,))
hidden = keras.layers.Dense(32, activation="relu")(inputs)
narrow = keras.layers.Dense(2, activation="relu")(hidden)
wide = keras.layers.Dense(32, activation="relu")(narrow)
outputs = keras.layers.Dense(8, activation="softmax")(wide)
freed = keras.Model(inputs, outputs + keras.layers.Dense(8)(hidden))

# mistake: the skip connection is projected to 2 numbers to fit the narrow layer; the message should say that it is 2 wide, and at least 32 is asked for
inputs = keras.Input(shape=(48,))
hidden = keras.layers.Dense(32, activation="relu")(inputs)
narrow = keras.layers.Dense(2, activation="relu")(hidden)
narrow = narrow + keras.layers.Dense(2)(hidden)
wide = keras.layers.Dense(32, activation="relu")(narrow)
outputs = keras.layers.Dense(8, activation="softmax")(wide)
freed = keras.Model(inputs, outputs)

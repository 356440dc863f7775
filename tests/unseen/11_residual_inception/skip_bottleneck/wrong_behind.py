# mistake: the skip connection starts behind the bottleneck; the message should say that all of it has been through the layer of 2
inputs = keras.Input(shape=(48,))
hidden = keras.layers.Dense(32, activation="relu")(inputs)
narrow = keras.layers.Dense(2, activation="relu")(hidden)
wide = keras.layers.Dense(32, activation="relu")(narrow)
skip = keras.layers.Dense(32)(narrow)
outputs = keras.layers.Dense(8, activation="softmax")(wide + skip)
freed = keras.Model(inputs, outputs)

# misconception: the paths meet behind the output layer
# loses: A skip connection, nowhere narrow; Eight probabilities
# says: the paths meet too late; an output layer behind the place where the paths meet
inputs = keras.Input(shape=(48,))
hidden = keras.layers.Dense(32, activation="relu")(inputs)
narrow = keras.layers.Dense(2, activation="relu")(hidden)
wide = keras.layers.Dense(32, activation="relu")(narrow)
outputs = keras.layers.Dense(8, activation="softmax")(wide)
freed = keras.Model(inputs, outputs + keras.layers.Dense(8)(hidden))

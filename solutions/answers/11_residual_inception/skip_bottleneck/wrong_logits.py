# misconception: an output layer without softmax
# loses: Eight probabilities
# says: logits
inputs = keras.Input(shape=(48,))
x = keras.layers.Dense(32, activation="relu")(inputs)
wide = keras.layers.Dense(32, activation="relu")(keras.layers.Dense(2, activation="relu")(x))
freed = keras.Model(inputs, keras.layers.Dense(8)(x + wide))

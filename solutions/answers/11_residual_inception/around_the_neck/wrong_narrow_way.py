# misconception: the way around squeezes, too
# loses: A way around, nowhere narrow
# says: narrow layer stands in the way around
inputs = keras.Input(shape=(48,))
x = keras.layers.Dense(32, activation="relu")(inputs)
wide = keras.layers.Dense(32, activation="relu")(keras.layers.Dense(2, activation="relu")(x))
around = keras.layers.Dense(32)(keras.layers.Dense(4, activation="relu")(x))
freed = keras.Model(inputs, keras.layers.Dense(8, activation="softmax")(wide + around))

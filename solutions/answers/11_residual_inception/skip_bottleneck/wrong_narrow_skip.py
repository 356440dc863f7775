# misconception: the skip connection is narrow, too
# loses: A skip connection, nowhere narrow
# says: narrow layer stands on the skip connection
inputs = keras.Input(shape=(48,))
x = keras.layers.Dense(32, activation="relu")(inputs)
wide = keras.layers.Dense(32, activation="relu")(keras.layers.Dense(2, activation="relu")(x))
skip = keras.layers.Dense(32)(keras.layers.Dense(4, activation="relu")(x))
freed = keras.Model(inputs, keras.layers.Dense(8, activation="softmax")(wide + skip))

# misconception: the skip connection is built, and the last layer is called on another tensor
# loses: A skip connection, nowhere narrow
# says: every path leads through the bottleneck
inputs = keras.Input(shape=(48,))
x = keras.layers.Dense(32, activation="relu")(inputs)
wide = keras.layers.Dense(32, activation="relu")(keras.layers.Dense(2, activation="relu")(x))
freed_wide = x + wide
freed = keras.Model(inputs, keras.layers.Dense(8, activation="softmax")(wide))

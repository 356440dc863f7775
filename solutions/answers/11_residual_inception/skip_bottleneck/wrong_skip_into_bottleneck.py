# misconception: the skip connection is narrowed to meet the bottleneck
# loses: A skip connection, nowhere narrow
# says: The skip connection itself is only 2 wide
inputs = keras.Input(shape=(48,))
hidden = keras.layers.Dense(32, activation="relu")(inputs)
narrow = keras.layers.Dense(2, activation="relu")(hidden)
narrow = narrow + keras.layers.Dense(2)(hidden)
wide = keras.layers.Dense(32, activation="relu")(narrow)
outputs = keras.layers.Dense(8, activation="softmax")(wide)
freed = keras.Model(inputs, outputs)

# misconception: the skip starts at the bottleneck, so it skips nothing
# loses: A skip connection, nowhere narrow
# says: skips nothing
inputs = keras.Input(shape=(48,))
x = keras.layers.Dense(32, activation="relu")(inputs)
narrow = keras.layers.Dense(2, activation="relu")(x)
wide = keras.layers.Dense(32, activation="relu")(narrow)
x = keras.layers.Add()([wide, keras.layers.Dense(32)(narrow)])
freed = keras.Model(inputs, keras.layers.Dense(8, activation="softmax")(x))

# misconception: the bottleneck is taken out in place of being skipped
# loses: The old path stays, bottleneck and all; A skip connection, nowhere narrow
# says: no layer of that is taken out
inputs = keras.Input(shape=(48,))
x = keras.layers.Dense(32, activation="relu")(inputs)
wide = keras.layers.Dense(32, activation="relu")(x)
freed = keras.Model(inputs, keras.layers.Dense(8, activation="softmax")(x + wide))

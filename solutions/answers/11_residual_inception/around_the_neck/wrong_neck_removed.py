# misconception: the neck is taken out in place of going around it
# loses: The old path stays, neck and all; A way around, nowhere narrow
# says: no layer of that is taken out
inputs = keras.Input(shape=(48,))
x = keras.layers.Dense(32, activation="relu")(inputs)
wide = keras.layers.Dense(32, activation="relu")(x)
freed = keras.Model(inputs, keras.layers.Dense(8, activation="softmax")(x + wide))

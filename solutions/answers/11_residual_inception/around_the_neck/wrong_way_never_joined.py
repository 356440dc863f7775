# misconception: the way around is built, and the last layer is called on another tensor
# loses: A way around, nowhere narrow
# says: every way leads through the neck
inputs = keras.Input(shape=(48,))
x = keras.layers.Dense(32, activation="relu")(inputs)
wide = keras.layers.Dense(32, activation="relu")(keras.layers.Dense(2, activation="relu")(x))
freed_wide = x + wide
freed = keras.Model(inputs, keras.layers.Dense(8, activation="softmax")(wide))

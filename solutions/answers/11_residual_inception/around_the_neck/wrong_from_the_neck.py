# misconception: the skip starts at the neck, so it skips nothing
# loses: A way around, nowhere narrow
# says: skips nothing
inputs = keras.Input(shape=(48,))
x = keras.layers.Dense(32, activation="relu")(inputs)
neck = keras.layers.Dense(2, activation="relu")(x)
wide = keras.layers.Dense(32, activation="relu")(neck)
x = keras.layers.Add()([wide, keras.layers.Dense(32)(neck)])
freed = keras.Model(inputs, keras.layers.Dense(8, activation="softmax")(x))

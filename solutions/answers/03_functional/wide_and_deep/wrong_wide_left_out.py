# misconception: the wide path left out of the concatenation
# loses: A wide and a deep path meet
# says: wide path was left out
start = keras.Input(shape=(8,))
norm = keras.layers.Normalization()
norm.adapt(blocks_train)
z = norm(start)
a = keras.layers.Dense(32, activation="relu")(z)
h = keras.layers.Dense(16, activation="relu")(a)
both = keras.layers.Concatenate()([a, h])
wide_and_deep_blocks = keras.Model(start, keras.layers.Dense(1, activation="sigmoid")(both))

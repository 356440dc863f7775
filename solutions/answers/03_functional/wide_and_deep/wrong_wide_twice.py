# misconception: the wide path joined with itself
# loses: A wide and a deep path meet
# says: deep path was left out
start = keras.Input(shape=(8,))
norm = keras.layers.Normalization()
norm.adapt(blocks_train)
z = norm(start)
h = keras.layers.Dense(32, activation="relu")(z)
h = keras.layers.Dense(16, activation="relu")(h)
both = keras.layers.Concatenate()([z, z])
wide_and_deep_blocks = keras.Model(start, keras.layers.Dense(1, activation="sigmoid")(both))

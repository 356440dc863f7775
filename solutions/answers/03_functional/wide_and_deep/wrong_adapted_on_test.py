# misconception: normalisation adapted on the test data
# loses: Both paths take the normalized features
# says: test rows; leakage
start = keras.Input(shape=(8,))
scale = keras.layers.Normalization()
scale.adapt(blocks_test)
z = scale(start)
h = keras.layers.Dense(32, activation="relu")(z)
h = keras.layers.Dense(16, activation="relu")(h)
both = keras.layers.Concatenate()([z, h])
wide_and_deep_blocks = keras.Model(start, keras.layers.Dense(1, activation="sigmoid")(both))

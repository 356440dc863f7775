# misconception: wide path fed the raw, the deep path the normalized features
# loses: Both paths take the normalized features
# says: raw features, the other the normalized
start = keras.Input(shape=(8,))
norm = keras.layers.Normalization()
norm.adapt(blocks_train)
z = norm(start)
h = keras.layers.Dense(32, activation="relu")(z)
h = keras.layers.Dense(16, activation="relu")(h)
both = keras.layers.Concatenate()([start, h])
wide_and_deep_blocks = keras.Model(start, keras.layers.Dense(1, activation="sigmoid")(both))

# misconception: Normalization never adapted
# loses: Both paths take the normalized features
# says: never adapted
start = keras.Input(shape=(8,))
z = keras.layers.Normalization()(start)
h = keras.layers.Dense(32, activation="relu")(z)
h = keras.layers.Dense(16, activation="relu")(h)
both = keras.layers.Concatenate()([z, h])
wide_and_deep_blocks = keras.Model(start, keras.layers.Dense(1, activation="sigmoid")(both))

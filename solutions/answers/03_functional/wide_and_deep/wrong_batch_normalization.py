# misconception: BatchNormalization taken for Normalization
# loses: Both paths take the normalized features
# says: batchnormalization is another thing
start = keras.Input(shape=(8,))
z = keras.layers.BatchNormalization()(start)
h = keras.layers.Dense(32, activation="relu")(z)
h = keras.layers.Dense(16, activation="relu")(h)
both = keras.layers.Concatenate()([z, h])
wide_and_deep_blocks = keras.Model(start, keras.layers.Dense(1, activation="sigmoid")(both))

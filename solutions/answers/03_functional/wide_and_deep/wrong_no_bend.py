# misconception: hidden layers without activations
# loses: A wide and a deep path meet
# says: wide and a deep path meet
start = keras.Input(shape=(8,))
norm = keras.layers.Normalization()
norm.adapt(blocks_train)
z = norm(start)
h = keras.layers.Dense(32)(z)
h = keras.layers.Dense(16)(h)
both = keras.layers.Concatenate()([z, h])
wide_and_deep_blocks = keras.Model(start, keras.layers.Dense(1, activation="sigmoid")(both))

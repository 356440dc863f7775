# misconception: the concatenation takes the first hidden layer
# loses: A wide and a deep path meet
# says: first hidden layer instead of the last
start = keras.Input(shape=(8,))
norm = keras.layers.Normalization()
norm.adapt(blocks_train)
z = norm(start)
a = keras.layers.Dense(32, activation="relu")(z)
b = keras.layers.Dense(16, activation="relu")(a)
both = keras.layers.Concatenate()([z, a])
wide_and_deep_blocks = keras.Model(start, keras.layers.Dense(1, activation="sigmoid")(both))

# way: wide and deep path are joined by Add of two one-unit layers and a sigmoid behind it (the same sum as Concatenate + Dense(1)); unsure whether the words allow it
norm = keras.layers.Normalization()
norm.adapt(blocks_train)
block_in = keras.Input((8,))
scaled = norm(block_in)
deep = keras.layers.Dense(32, activation="relu")(scaled)
deep = keras.layers.Dense(16, activation="relu")(deep)
wide_part = keras.layers.Dense(1, use_bias=False)(scaled)
deep_part = keras.layers.Dense(1)(deep)
total = keras.layers.Add()([wide_part, deep_part])
wide_and_deep_blocks = keras.Model(
    block_in, keras.layers.Activation("sigmoid")(total)
)

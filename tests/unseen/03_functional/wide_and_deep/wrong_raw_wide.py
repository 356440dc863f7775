# mistake: the wide path starts at the raw inputs; the message should say that both paths start behind the normalization
norm = keras.layers.Normalization()
norm.adapt(blocks_train)
inputs = keras.Input(shape=(8,))
deep = keras.layers.Dense(32, activation="relu")(norm(inputs))
deep = keras.layers.Dense(16, activation="relu")(deep)
joined = keras.layers.Concatenate()([inputs, deep])
outputs = keras.layers.Dense(1, activation="sigmoid")(joined)
wide_and_deep_blocks = keras.Model(inputs=inputs, outputs=outputs)

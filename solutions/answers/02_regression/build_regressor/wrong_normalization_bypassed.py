# misconception: hidden layers fed the raw features, the scale left unused
# loses: Normalization has learned from training rows alone
# says: goes around it
inputs = keras.Input(shape=(6,))
scale = keras.layers.Normalization()
scale.adapt(x_train)
normalized = scale(inputs)
hidden_one = keras.layers.Dense(32, activation="relu")(inputs)
hidden_two = keras.layers.Dense(32, activation="relu")(normalized)
both = keras.layers.Concatenate()([hidden_one, hidden_two])
regressor = keras.Model(inputs, keras.layers.Dense(1)(both))

# mistake: new layers keep their own random weights, so outputs differ; the message should ask for set_weights or the layers of tower
keras.utils.set_random_seed(3)
inputs = keras.Input(shape=(8,))
hidden_1 = keras.layers.Dense(24, activation="relu")(inputs)
hidden_2 = keras.layers.Dense(12, activation="tanh")(hidden_1)
outputs = keras.layers.Dense(1)(hidden_2)
redrawn = keras.Model(inputs=inputs, outputs=outputs)

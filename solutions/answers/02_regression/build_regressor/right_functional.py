# style: functional, two hidden layers, tanh
inputs = keras.Input(shape=(6,))
scale = keras.layers.Normalization(axis=-1)
scale.adapt(x_train)
z = scale(inputs)
z = keras.layers.Dense(32, activation="tanh")(z)
z = keras.layers.Dense(32, activation="tanh")(z)
price = keras.layers.Dense(1)(z)
regressor = keras.Model(inputs, price)

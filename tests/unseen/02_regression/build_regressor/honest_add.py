# way: add() with adapt called after the layer is in the model, keras.ops.tanh as activation
norm = keras.layers.Normalization()
regressor = keras.Sequential()
regressor.add(keras.Input((6,)))
regressor.add(norm)
regressor.add(keras.layers.Dense(64, activation=keras.ops.tanh))
regressor.add(keras.layers.Dense(1, activation=None))
norm.adapt(x_train)

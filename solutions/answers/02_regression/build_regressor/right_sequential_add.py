# style: Sequential by add(), activations as layers
norm = keras.layers.Normalization()
norm.adapt(x_train)
regressor = keras.Sequential()
regressor.add(keras.Input(shape=(6,)))
regressor.add(norm)
for width in (64, 16):
    regressor.add(keras.layers.Dense(width))
    regressor.add(keras.layers.ReLU())
regressor.add(keras.layers.Dense(1, activation="linear"))

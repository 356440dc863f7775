# style: functional, with Dropout and a flat output
inputs = keras.Input(shape=(6,))
scale = keras.layers.Normalization()
scale.adapt(x_train)
h = keras.ops.relu(keras.layers.Dense(48)(scale(inputs)))
h = keras.layers.Dropout(0.1)(h)
regressor = keras.Model(inputs, keras.layers.Flatten()(keras.layers.Dense(1)(h)))

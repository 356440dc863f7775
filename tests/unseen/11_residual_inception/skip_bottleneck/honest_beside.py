# way: hidden is put beside what comes out of the layer of 2, in front of the wide layer; separate Activation layers
inputs = keras.Input(shape=(48,))
hidden = keras.layers.Activation("relu")(keras.layers.Dense(32)(inputs))
narrow = keras.layers.Activation("relu")(keras.layers.Dense(2)(hidden))
both = keras.layers.Concatenate()([hidden, narrow])
wide = keras.layers.Activation("relu")(keras.layers.Dense(32)(both))
freed = keras.Model(inputs, keras.layers.Dense(8, activation="softmax")(wide))

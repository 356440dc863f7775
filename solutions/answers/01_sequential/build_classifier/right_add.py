# style: grown with add, activations as layers
small_model = keras.Sequential(name="wardrobe")
small_model.add(keras.layers.InputLayer(shape=(28, 28)))
small_model.add(keras.layers.Reshape((784,)))
small_model.add(keras.layers.Dense(60, name="hidden"))
small_model.add(keras.layers.ReLU())
small_model.add(keras.layers.Dense(10))
small_model.add(keras.layers.Softmax())

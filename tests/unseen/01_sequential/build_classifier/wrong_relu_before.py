# mistake: ReLU stands before the hidden layer, which itself is linear; the message should say that the layer hidden has no ReLU behind it
small_model = keras.Sequential(name="wardrobe")
small_model.add(keras.Input(shape=(28, 28)))
small_model.add(keras.layers.Flatten())
small_model.add(keras.layers.ReLU())
small_model.add(keras.layers.Dense(60, name="hidden"))
small_model.add(keras.layers.Dense(10, activation="softmax"))

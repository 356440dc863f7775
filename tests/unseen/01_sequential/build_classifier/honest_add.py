# way: add() with Reshape in place of Flatten, and ReLU and Softmax as layers of their own
h = (47_710 - 10) // (784 + 1 + 10)
print("hidden units", h)
model = keras.Sequential(name="wardrobe")
model.add(keras.layers.Input(shape=(28, 28)))
model.add(keras.layers.Reshape((784,)))
model.add(keras.layers.Dense(h, name="hidden"))
model.add(keras.layers.ReLU())
model.add(keras.layers.Dense(10))
model.add(keras.layers.Softmax())
small_model = model

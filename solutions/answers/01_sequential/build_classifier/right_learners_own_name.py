# style: the model is made under the learner's own name, and handed over at the end
model = keras.Sequential(name="wardrobe")
model.add(keras.Input((28, 28)))
model.add(keras.layers.Flatten())
hidden = keras.layers.Dense(60, activation="relu", name="hidden")
model.add(hidden)
model.add(keras.layers.Dense(10, activation=keras.activations.softmax))
small_model = model

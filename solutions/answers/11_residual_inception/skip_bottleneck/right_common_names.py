# style: under common names that stay behind in the notebook
inputs = keras.Input(shape=(48,))
hidden = keras.layers.Dense(32, activation="relu")(inputs)
path = keras.layers.Dense(2, activation="relu")(hidden)
x = keras.layers.Dense(32, activation="relu")(path)
x = keras.layers.add([hidden, x])
outputs = keras.layers.Dense(8, activation="softmax")(x)
model = keras.Model(inputs, outputs)
freed = model
layers, names, history, maps, y = model.layers, None, None, hidden, None

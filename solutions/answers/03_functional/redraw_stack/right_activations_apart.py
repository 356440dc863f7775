# style: activations as layers, weights layer by layer
start = keras.Input((8,))
h = keras.layers.ReLU()(keras.layers.Dense(24, name="one")(start))
h = keras.layers.Activation("tanh")(keras.layers.Dense(12, name="two")(h))
redrawn = keras.Model(start, keras.layers.Dense(1, name="three")(h))
for name, old in zip(["one", "two", "three"], tower.layers):
    redrawn.get_layer(name).set_weights(old.get_weights())

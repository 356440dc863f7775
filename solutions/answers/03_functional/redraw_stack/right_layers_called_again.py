# style: the old layer objects called again, in a loop
start = tensor = keras.Input(shape=(8,))
for layer in tower.layers:
    tensor = layer(tensor)
redrawn = keras.Model(inputs=start, outputs=tensor)

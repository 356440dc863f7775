# way: the layer objects of tower are called again in a loop; tower and redrawn share their weights
x = stone = keras.Input((8,))
for layer in tower.layers:
    x = layer(x)
redrawn = keras.Model(stone, x)

# misconception: Sequential again
# loses: Drawn with the functional API
# says: a sequential
redrawn = keras.Sequential([keras.Input((8,)), *tower.layers])

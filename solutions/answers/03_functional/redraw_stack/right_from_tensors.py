# style: a model over the tower's own tensors
redrawn = keras.Model(tower.inputs, tower.outputs)

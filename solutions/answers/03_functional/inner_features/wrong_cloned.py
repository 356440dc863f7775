# misconception: a clone, which has fresh weights
# loses: It gives the output of the layer; Nothing is built again
# says: clone nothing
copy = keras.models.clone_model(triage)
inner = keras.Model(copy.inputs, copy.get_layer("shared").output)
widths = (triage.get_layer("shared").input.shape[1], triage.get_layer("shared").output.shape[1])

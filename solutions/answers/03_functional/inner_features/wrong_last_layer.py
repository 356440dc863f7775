# misconception: the last layer taken instead of the inner one
# loses: It gives the output of the layer
# says: ask for it by its name
inner = keras.Model(triage.inputs, triage.layers[-1].output)
widths = (triage.get_layer("shared").input.shape[1], triage.get_layer("shared").output.shape[1])

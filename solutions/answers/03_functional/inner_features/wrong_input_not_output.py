# misconception: layer.input taken for layer.output
# loses: It gives the output of the layer
# says: what goes into the layer
inner = keras.Model(triage.inputs, triage.get_layer("shared").input)
widths = (triage.get_layer("shared").input.shape[1], triage.get_layer("shared").output.shape[1])

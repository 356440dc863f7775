# misconception: widths swapped
# loses: The widths of the layer
# says: swapped
inner = keras.Model(triage.inputs, triage.get_layer("shared").output)
widths = (triage.get_layer("shared").output.shape[1], triage.get_layer("shared").input.shape[1])

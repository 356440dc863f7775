# misconception: whole shapes with the batch
# loses: The widths of the layer
# says: not whole shapes
inner = keras.Model(triage.inputs, triage.get_layer("shared").output)
widths = (triage.get_layer("shared").input.shape, triage.get_layer("shared").output.shape)

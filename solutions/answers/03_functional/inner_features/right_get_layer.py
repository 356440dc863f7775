# style: get_layer by name
inner = keras.Model(triage.inputs, triage.get_layer("shared").output)
widths = (triage.get_layer("shared").input.shape[1], triage.get_layer("shared").output.shape[1])

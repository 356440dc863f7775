# mistake: a clone of triage has new layers with new random weights; the message should say that the layers of triage themselves are asked for
copy = keras.models.clone_model(triage)
inner = keras.Model(copy.inputs, copy.get_layer("shared").output)
widths = (copy.get_layer("shared").input.shape[1], 32)

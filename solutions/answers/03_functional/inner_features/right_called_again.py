# style: the old layers called again on new inputs
new = {tensor.name: keras.Input(tensor.shape[1:], name=tensor.name) for tensor in triage.inputs}
joined = keras.layers.Concatenate()([new["title"], new["tags"]])
inner = keras.Model(new, triage.get_layer("shared")(joined))
widths = (joined.shape[1], 32)

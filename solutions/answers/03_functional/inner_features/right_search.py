# style: the layer found by a loop, output in a dict
for layer in triage.layers:
    if layer.name == "shared":
        found = layer
inner = keras.Model(inputs=triage.inputs, outputs={"features": found.output})
widths = found.input.shape[-1], found.units

# way: looks for the layer in a loop, widths is a NumPy array
for layer in triage.layers:
    if layer.name == "shared":
        found_layer = layer
inner = keras.Model(triage.inputs, found_layer.output, name="describe")
widths = np.array([title_width + tags_width, inner.output_shape[-1]])

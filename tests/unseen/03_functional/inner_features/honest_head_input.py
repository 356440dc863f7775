# way: takes the INPUT of the head department (the same tensor), inputs as a dict, widths from the kernel's shape
inner = keras.Model(
    inputs={tensor.name: tensor for tensor in triage.inputs},
    outputs=triage.get_layer("department").input,
)
widths = tuple(triage.get_layer("shared").kernel.shape)

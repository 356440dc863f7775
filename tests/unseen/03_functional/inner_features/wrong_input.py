# mistake: the example is copied, which gives the input of shared; the message should say the output of shared (32 numbers)
inner = keras.Model(
    inputs=triage.inputs, outputs=triage.get_layer("shared").input
)
widths = (
    triage.get_layer("shared").input.shape[-1],
    triage.get_layer("shared").output.shape[-1],
)

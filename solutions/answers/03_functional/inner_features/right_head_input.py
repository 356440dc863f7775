# style: what the head takes; a dict of inputs; widths from the kernel
inner = keras.Model(triage.input, triage.get_layer("priority").input)
widths = [int(size) for size in triage.get_layer("shared").kernel.shape]

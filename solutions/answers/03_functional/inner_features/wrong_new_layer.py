# misconception: a new layer of the same size
# loses: It gives the output of the layer; Nothing is built again
# says: new weights
inner = keras.Model(
    triage.inputs, keras.layers.Dense(32, activation="relu", name="shared")(triage.get_layer("shared").input)
)
widths = (triage.get_layer("shared").input.shape[1], triage.get_layer("shared").output.shape[1])

# mistake: a new Model on the same inputs and outputs shares the layers, so the copy changes with the original; the message should say the weights are not its own
def spare_copy(model):
    """Return a copy: same architecture and outputs, weights of its own."""
    return keras.Model(model.inputs, model.outputs, name="copy")

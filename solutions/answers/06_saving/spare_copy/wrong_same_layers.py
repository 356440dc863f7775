# misconception: a new model over the same layers taken for a copy
# loses: Weights of its own
# says: over the same layers
def spare_copy(model):
    return keras.Model(model.inputs, model.outputs)

# misconception: Dense layers rebuilt by their widths, activations and scale forgotten
# loses: The same architecture; The same outputs, from the copy's file too; An adapted scale comes along
# says: don't write it anew
def spare_copy(model):
    dense = [layer for layer in model.layers if isinstance(layer, keras.layers.Dense)]
    copy = keras.Sequential([keras.Input(model.input_shape[1:])])
    for layer in dense:
        copy.add(keras.layers.Dense(layer.units))
        copy.layers[-1].set_weights(layer.get_weights())
    return copy

# way: clone for the architecture, weights through a temporary .weights.h5 file
def spare_copy(model):
    """Return a copy: same architecture and outputs, weights of its own."""
    twin = keras.models.clone_model(model)
    with tempfile.TemporaryDirectory() as d:
        name = d + "/w.weights.h5"
        model.save_weights(name)
        twin.load_weights(name)
    return twin

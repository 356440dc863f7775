# way: Python's copy.deepcopy, which in Keras 3 saves and loads the model in memory
def spare_copy(model):
    """Return a copy: same architecture and outputs, weights of its own."""
    import copy

    return copy.deepcopy(model)

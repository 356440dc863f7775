# mistake: set_weights does not reach the constants of an adapted Normalization, so the outputs differ; the message should name Normalization and a file
def spare_copy(model):
    """Return a copy: same architecture and outputs, weights of its own."""
    twin = keras.models.clone_model(model)
    twin.set_weights(model.get_weights())
    return twin

# misconception: compiled again after loading, with the name of the optimizer object
# loses: What comes back was loaded, and can be trained
# says: saved and loaded whole
def keep(model, path):
    """Save a compiled model, and return the model that the file holds."""
    model.save(path)
    again = keras.models.load_model(path)
    again.compile(optimizer=model.optimizer.name, loss=model.loss)
    return again

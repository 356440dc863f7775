# misconception: a clone is compiled with the name of the optimizer object, and saved
# loses: The file holds architecture and weights; The file holds the state of the training; What comes back was loaded, and can be trained
# says: a `compile` of your own; since the call ended in an error
def keep(model, path):
    """Save a compiled model, and return the model that the file holds."""
    copy = keras.models.clone_model(model)
    copy.compile(loss=model.loss, optimizer=model.optimizer.name)
    copy.save(path)
    return keras.models.load_model(path)

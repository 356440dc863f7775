# mistake: a clone is saved, which is untrained and not compiled as before; the message should say the file's outputs differ from the model's
def keep(model, path):
    """Save a compiled model, and return the model that the file holds."""
    copy = keras.models.clone_model(model)
    copy.compile(loss=model.loss, optimizer=model.optimizer.name)
    copy.save(path)
    return keras.models.load_model(path)

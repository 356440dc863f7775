# mistake: compile after loading makes a new optimizer, so its state and steps are lost; the message should say so
def keep(model, path):
    """Save a compiled model, and return the model that the file holds."""
    model.save(path)
    again = keras.models.load_model(path)
    again.compile(optimizer=model.optimizer.name, loss=model.loss)
    return again

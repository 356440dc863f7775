# mistake: the model is written back before training, so the file never moves on; the message should say the file holds the untrained state
def go_on(path, x, y, epochs):
    """Train the model in a file for more epochs, write it back, return it."""
    model = keras.models.load_model(path)
    model.save(path)
    model.fit(x, y, epochs=epochs, verbose=0)
    return model

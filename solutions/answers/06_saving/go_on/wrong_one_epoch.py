# misconception: the number of epochs is not passed on
# loses: The next steps are those of one long training; The file's optimiser remembers every step
# says: as many epochs as are asked for
def go_on(path, x, y, epochs):
    model = keras.models.load_model(path)
    model.fit(x, y, verbose=0)
    model.save(path)
    return model

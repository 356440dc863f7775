# misconception: saved before it is trained
# loses: The file goes on, night after night; The file's optimizer knows every step
# says: not before
def go_on(path, x, y, epochs):
    model = keras.models.load_model(path)
    model.save(path)
    model.fit(x, y, epochs=epochs, verbose=0)
    return model

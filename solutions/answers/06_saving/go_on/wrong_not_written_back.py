# misconception: the trained model is returned and not written back
# loses: The file goes on, night after night; The file's optimizer knows every step
# says: Written back after training
def go_on(path, x, y, epochs):
    model = keras.models.load_model(path)
    model.fit(x, y, epochs=epochs, verbose=0)
    return model

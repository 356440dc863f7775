# misconception: the number of epochs is not passed on
# loses: The next steps are those of one long training; The file's optimizer knows every step
# says: one epoch: `fit` trains for one
def go_on(path, x, y, epochs):
    model = keras.models.load_model(path)
    model.fit(x, y, verbose=0)
    model.save(path)
    return model

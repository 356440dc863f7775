# misconception: epochs taken for the number in all, counted on with initial_epoch
# loses: The next steps are those of one long training; The file's optimizer knows every step
# says: read and not trained
def go_on(path, x, y, epochs):
    model = keras.models.load_model(path)
    model.fit(x, y, initial_epoch=int(model.optimizer.iterations), epochs=epochs, verbose=0)
    model.save(path)
    return model

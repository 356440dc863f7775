# misconception: compiled state and optimiser state lost: compiled again after loading
# loses: The next steps are those of one long training; The file's optimiser remembers every step
# says: forgotten its memory; optimiser's state was lost
def go_on(path, x, y, epochs):
    model = keras.models.load_model(path)
    model.compile(loss="mse", optimizer=keras.optimizers.Adam(float(model.optimizer.learning_rate)))
    model.fit(x, y, epochs=epochs, verbose=0)
    model.save(path)
    return model

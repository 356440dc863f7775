# misconception: compiled state and optimizer state lost: compiled again after loading
# loses: The next steps are those of one long training; The file's optimizer knows every step
# says: whose state is empty; optimizer's state was lost
def go_on(path, x, y, epochs):
    model = keras.models.load_model(path)
    model.compile(loss="mse", optimizer=keras.optimizers.Adam(float(model.optimizer.learning_rate)))
    model.fit(x, y, epochs=epochs, verbose=0)
    model.save(path)
    return model

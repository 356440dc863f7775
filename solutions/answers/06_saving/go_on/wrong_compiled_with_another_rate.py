# misconception: compiled again with another learning rate
# loses: The next steps are those of one long training; The file's optimizer knows every step
# says: whose state is empty
def go_on(path, x, y, epochs):
    """Train the model in a file for more epochs, write it back, return it."""
    model = keras.models.load_model(path)
    model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.02), loss="mse")
    model.fit(x, y, epochs=epochs, verbose=0)
    model.save(path)
    return model

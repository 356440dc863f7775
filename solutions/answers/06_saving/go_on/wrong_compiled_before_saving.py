# misconception: compiled again after training, before it is saved
# loses: The file's optimizer knows every step
# says: optimizer's state was lost
def go_on(path, x, y, epochs):
    model = keras.models.load_model(path)
    model.fit(x, y, epochs=epochs, verbose=0)
    model.compile(optimizer=keras.optimizers.Adam(float(model.optimizer.learning_rate)), loss="mse")
    model.save(path)
    return model

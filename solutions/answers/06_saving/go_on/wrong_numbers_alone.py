# misconception: optimizer state lost: only the weights are taken over
# loses: The next steps are those of one long training; The file's optimizer knows every step
# says: whose state is empty
def go_on(path, x, y, epochs):
    saved = keras.models.load_model(path)
    model = keras.models.clone_model(saved)
    model.compile(loss=saved.loss, optimizer=keras.optimizers.Adam(float(saved.optimizer.learning_rate)))
    model.load_weights(path)
    model.fit(x, y, epochs=epochs, verbose=0)
    model.save(path)
    return model

# style: epochs counted on with initial_epoch
def go_on(path, x, y, epochs):
    model = keras.models.load_model(path)
    behind = int(model.optimizer.iterations) // int(np.ceil(len(x) / 32))
    model.fit(x, y, initial_epoch=behind, epochs=behind + epochs, verbose=0)
    model.save(path)
    return model

# style: load, fit, save
def go_on(path, x, y, epochs):
    model = keras.saving.load_model(path)
    model.fit(x, y, epochs=epochs, shuffle=False, verbose=0)
    keras.saving.save_model(model, path)
    return model

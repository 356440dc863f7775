# style: one epoch at a time, saved after each
def go_on(path, x, y, epochs):
    model = keras.models.load_model(path)
    for _ in range(epochs):
        model.fit(x, y, verbose=0)
        model.save(path)
    return keras.models.load_model(path)

# way: batch size written out, and what is returned is loaded from the file once more
def go_on(path, x, y, epochs):
    """Train the model in a file for more epochs, write it back, return it."""
    net = keras.saving.load_model(path)
    history = net.fit(x, y, batch_size=32, epochs=epochs, verbose=0)
    print("loss:", history.history["loss"][-1])
    net.save(path)
    del net
    return keras.saving.load_model(path)

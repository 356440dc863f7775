# mistake: trains the model itself, one rate after the other; message: make a copy for each rate, the weights of model stay as they are
def compare_rates(model, x, y, valid, rates, moment, root):
    """Train a copy of the model with each rate, each in its own folder."""
    for rate in rates:
        model.compile(optimizer=keras.optimizers.SGD(rate), loss="mse")
        board = keras.callbacks.TensorBoard(f"{root}/{moment:%Y-%m-%d_%H-%M-%S}_{rate}")
        model.fit(x, y, epochs=3, validation_data=valid, callbacks=[board], verbose=0)

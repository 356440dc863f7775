# mistake: day, month, year in the name; message: the alphabet's order is not the order of time, write the year first
def compare_rates(model, x, y, valid, rates, moment, root):
    """Train a copy of the model with each rate, each in its own folder."""
    for rate in rates:
        copy = keras.models.clone_model(model)
        copy.set_weights(model.get_weights())
        copy.compile(optimizer=keras.optimizers.SGD(rate), loss="mse")
        board = keras.callbacks.TensorBoard(f"{root}/{moment:%d-%m-%Y_%H-%M-%S}_{rate}")
        copy.fit(x, y, epochs=3, validation_data=valid, callbacks=[board], verbose=0)

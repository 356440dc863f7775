# mistake: the rate is rounded to two digits in the name, so 0.001 and 0.002 share a folder; message: each rate needs a folder of its own
def compare_rates(model, x, y, valid, rates, moment, root):
    """Train a copy of the model with each rate, each in its own folder."""
    for rate in rates:
        copy = keras.models.clone_model(model)
        copy.set_weights(model.get_weights())
        copy.compile(optimizer=keras.optimizers.SGD(rate), loss="mse")
        board = keras.callbacks.TensorBoard(f"{root}/{moment:%Y-%m-%d_%H-%M-%S}_{rate:.2f}")
        copy.fit(x, y, epochs=3, validation_data=valid, callbacks=[board], verbose=0)

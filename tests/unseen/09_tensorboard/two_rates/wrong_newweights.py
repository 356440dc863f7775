# mistake: clones without set_weights have new weights; message: all copies start from the weights that model has
def compare_rates(model, x, y, valid, rates, moment, root):
    """Train a copy of the model with each rate, each in its own folder."""
    for rate in rates:
        copy = keras.models.clone_model(model)
        copy.compile(optimizer=keras.optimizers.SGD(rate), loss="mse")
        board = keras.callbacks.TensorBoard(Path(root) / f"{moment:%Y-%m-%d_%H-%M-%S}_{rate}")
        copy.fit(x, y, epochs=3, validation_data=valid, callbacks=[board], verbose=0)

# misconception: the rate is rounded in the name, so that rates close to one another share a folder
# loses: A folder for each run
# says: close to one another
def compare_rates(model, x, y, valid, rates, moment, root):
    """Train a copy of the model with each rate, each in its own folder."""
    for rate in rates:
        copy = keras.models.clone_model(model)
        copy.set_weights(model.get_weights())
        copy.compile(optimizer=keras.optimizers.SGD(rate), loss="mse")
        board = keras.callbacks.TensorBoard(f"{root}/{moment:%Y-%m-%d_%H-%M-%S}_{rate:.2f}")
        copy.fit(x, y, epochs=3, validation_data=valid, callbacks=[board], verbose=0)

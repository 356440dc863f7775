# misconception: the rate stands in the folder's name and nowhere else
# loses: Every rate from the same start
# says: each of the learning rates
def compare_rates(model, x, y, valid, rates, moment, root):
    for rate in rates:
        twin = keras.models.clone_model(model)
        twin.set_weights(model.get_weights())
        twin.compile(optimizer="sgd", loss="mse")
        board = keras.callbacks.TensorBoard(Path(root) / f"{moment:%Y-%m-%d_%H-%M-%S}_rate_{rate}")
        twin.fit(x, y, epochs=3, validation_data=valid, callbacks=[board], verbose=0)

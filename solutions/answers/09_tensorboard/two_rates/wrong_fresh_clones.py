# misconception: clones with new random weights, so the starts differ
# loses: Every rate from the same start
# says: A clone has new weights
def compare_rates(model, x, y, valid, rates, moment, root):
    for rate in rates:
        twin = keras.models.clone_model(model)
        twin.compile(optimizer=keras.optimizers.SGD(rate), loss="mse")
        board = keras.callbacks.TensorBoard(Path(root) / f"{moment:%Y-%m-%d_%H-%M-%S}_rate_{rate}")
        twin.fit(x, y, epochs=3, validation_data=valid, callbacks=[board], verbose=0)

# misconception: one model trained twice: the second rate goes on where the first stopped
# loses: Every rate from the same start
# says: goes on where it stopped; a copy
def compare_rates(model, x, y, valid, rates, moment, root):
    for rate in rates:
        model.compile(optimizer=keras.optimizers.SGD(rate), loss="mse")
        board = keras.callbacks.TensorBoard(Path(root) / f"{moment:%Y-%m-%d_%H-%M-%S}_rate_{rate}")
        model.fit(x, y, epochs=3, validation_data=valid, callbacks=[board], verbose=0)

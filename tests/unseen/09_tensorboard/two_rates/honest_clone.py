# way: clone_model, loss object, returns the histories
def compare_rates(model, x, y, valid, rates, moment, root):
    """Train a copy of the model with each rate, each in its own folder."""
    start = model.get_weights()
    histories = {}
    for lr in rates:
        clone = keras.models.clone_model(model)
        clone.set_weights(start)
        clone.compile(
            optimizer=keras.optimizers.SGD(learning_rate=lr),
            loss=keras.losses.MeanSquaredError(),
            metrics=["mae"],
        )
        folder = Path(root) / (moment.isoformat(timespec="seconds").replace(":", "-") + "_rate=" + str(lr))
        history = clone.fit(
            x, y, epochs=3, verbose=2, validation_data=(valid[0], valid[1]),
            callbacks=[keras.callbacks.TensorBoard(log_dir=folder)],
        )
        histories[lr] = history.history
    return histories

# misconception: the model itself trained with the last rate
# loses: Every rate from the same start
# says: leave `model` itself alone
def compare_rates(model, x, y, valid, rates, moment, root):
    start = model.get_weights()
    for number, rate in enumerate(rates):
        twin = model if number == len(rates) - 1 else keras.models.clone_model(model)
        twin.set_weights(start)
        twin.compile(optimizer=keras.optimizers.SGD(rate), loss="mse")
        board = keras.callbacks.TensorBoard(Path(root) / f"{moment:%Y-%m-%d_%H-%M-%S}_rate_{rate}")
        twin.fit(x, y, epochs=3, validation_data=valid, callbacks=[board], verbose=0)

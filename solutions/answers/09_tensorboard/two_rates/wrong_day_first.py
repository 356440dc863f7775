# misconception: the day first, as people write dates: names don't sort by time
# loses: The names sort by time
# says: alphabetical order
def compare_rates(model, x, y, valid, rates, moment, root):
    for rate in rates:
        twin = keras.models.clone_model(model)
        twin.set_weights(model.get_weights())
        twin.compile(optimizer=keras.optimizers.SGD(rate), loss="mse")
        board = keras.callbacks.TensorBoard(Path(root) / f"{moment:%d.%m.%Y_%H-%M-%S}_{rate}")
        twin.fit(x, y, epochs=3, validation_data=valid, callbacks=[board], verbose=0)

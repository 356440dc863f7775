# misconception: the date without the time: the next comparison of the same day lands in the same folders
# loses: A folder for each run
# says: goes down to the second
def compare_rates(model, x, y, valid, rates, moment, root):
    for rate in rates:
        twin = keras.models.clone_model(model)
        twin.set_weights(model.get_weights())
        twin.compile(optimizer=keras.optimizers.SGD(rate), loss="mse")
        board = keras.callbacks.TensorBoard(Path(root) / f"{moment:%Y-%m-%d}_rate_{rate}")
        twin.fit(x, y, epochs=3, validation_data=valid, callbacks=[board], verbose=0)

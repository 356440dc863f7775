# misconception: the folder is named by time alone, so both rates of a comparison share it
# loses: A folder for each run
# says: TensorBoard takes them for one
def compare_rates(model, x, y, valid, rates, moment, root):
    for rate in rates:
        twin = keras.models.clone_model(model)
        twin.set_weights(model.get_weights())
        twin.compile(optimizer=keras.optimizers.SGD(rate), loss="mse")
        board = keras.callbacks.TensorBoard(Path(root) / f"{moment:%Y-%m-%d_%H-%M-%S}")
        twin.fit(x, y, epochs=3, validation_data=valid, callbacks=[board], verbose=0)

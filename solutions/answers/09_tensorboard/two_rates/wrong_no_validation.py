# misconception: validation data not passed to fit, so the validation curve is missing
# loses: A curve of training and one of validation
# says: validation curve is missing
def compare_rates(model, x, y, valid, rates, moment, root):
    for rate in rates:
        twin = keras.models.clone_model(model)
        twin.set_weights(model.get_weights())
        twin.compile(optimizer=keras.optimizers.SGD(rate), loss="mse")
        board = keras.callbacks.TensorBoard(Path(root) / f"{moment:%Y-%m-%d_%H-%M-%S}_rate_{rate}")
        twin.fit(x, y, epochs=3, callbacks=[board], verbose=0)

# misconception: every run logged into one folder
# loses: A folder for each run; The names sort by time
# says: Every run logged into one folder
def compare_rates(model, x, y, valid, rates, moment, root):
    for rate in rates:
        twin = keras.models.clone_model(model)
        twin.set_weights(model.get_weights())
        twin.compile(optimizer=keras.optimizers.SGD(rate), loss="mse")
        board = keras.callbacks.TensorBoard(root)
        twin.fit(x, y, epochs=3, validation_data=valid, callbacks=[board], verbose=0)

# style: the moment in digits without a gap, numbered rates, weights handed over by a file-free copy
def compare_rates(model, x, y, valid, rates, moment, root):
    start = model.get_weights()
    stamp = moment.strftime("%Y%m%d-%H%M%S")
    for number, rate in enumerate(rates):
        twin = keras.models.clone_model(model)
        twin.set_weights(start)
        twin.compile("sgd", "mse")
        twin.optimizer.learning_rate = rate
        folder = os.path.join(root, f"{stamp}-{number}")
        twin.fit(
            x, y, verbose=0, epochs=3, validation_data=valid, callbacks=keras.callbacks.TensorBoard(folder)
        )

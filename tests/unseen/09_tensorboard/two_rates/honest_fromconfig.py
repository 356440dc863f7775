# way: copy by from_config in a helper, os.path.join, enumerate, strftime without separators
def copy_of(model):
    twin = model.__class__.from_config(model.get_config())
    twin.set_weights(model.get_weights())
    return twin


def compare_rates(model, x, y, valid, rates, moment, root):
    """Train a copy of the model with each rate, each in its own folder."""
    stamp = moment.strftime("%Y%m%d-%H%M%S")
    for number, rate in enumerate(rates):
        twin = copy_of(model)
        twin.compile("sgd", "mse")
        twin.optimizer.learning_rate = rate
        log_dir = os.path.join(root, f"{stamp}-{number}-lr{rate}")
        board = keras.callbacks.TensorBoard(log_dir, histogram_freq=1)
        twin.fit(x, y, epochs=3, validation_data=valid, callbacks=board, verbose=0)

# style: two functions; ISO time; graph and learning curves only
def train_one(model, rate, folder, x, y, valid):
    model.compile(loss=keras.losses.MeanSquaredError(), optimizer=keras.optimizers.SGD(learning_rate=rate))
    tensorboard = keras.callbacks.TensorBoard(log_dir=folder, write_graph=False)
    model.fit(x, y, epochs=3, validation_data=valid, callbacks=[tensorboard], verbose=0)


def compare_rates(model, x, y, valid, rates, moment, root):
    root = Path(root)
    for rate in rates:
        other = keras.Sequential.from_config(model.get_config())
        other.set_weights([weight.copy() for weight in model.get_weights()])
        train_one(other, rate, root / f"{moment.isoformat(timespec='seconds')}__{rate}", x, y, valid)

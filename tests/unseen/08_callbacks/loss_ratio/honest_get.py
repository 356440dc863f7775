# way: logs.get, list also made in __init__ and cleared in on_train_begin (the same object)
class LossRatio(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.ratios = []

    def on_train_begin(self, logs=None):
        self.ratios.clear()

    def on_epoch_end(self, epoch, logs=None):
        valid = logs.get("val_loss")
        if valid is not None:
            self.ratios.append(np.divide(valid, logs["loss"]))

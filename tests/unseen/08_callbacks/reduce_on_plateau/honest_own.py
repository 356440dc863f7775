# way: a callback of its own that counts bad epochs and sets the optimizer's rate
class Halve(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.best = np.inf
        self.bad = 0

    def on_epoch_end(self, epoch, logs=None):
        if logs["val_loss"] < self.best:
            self.best = logs["val_loss"]
            self.bad = 0
            return
        self.bad += 1
        if self.bad == 2:
            self.bad = 0
            rate = float(self.model.optimizer.learning_rate)
            self.model.optimizer.learning_rate = min(rate, max(rate / 2, 0.01))


def make_reducer():
    """Return a callback that halves the rate after two bad epochs."""
    return Halve()

# way: a callback class of its own in place of EarlyStopping
def make_stopper():
    """Return a callback that stops after three epochs without progress."""

    class Stopper(keras.callbacks.Callback):
        def on_train_begin(self, logs=None):
            self.best, self.wait, self.kept = -1.0, 0, None

        def on_epoch_end(self, epoch, logs=None):
            now = logs["val_accuracy"]
            if now > self.best:
                self.best, self.wait = now, 0
                self.kept = self.model.get_weights()
            else:
                self.wait += 1
                if self.wait >= 3:
                    self.model.stop_training = True

        def on_train_end(self, logs=None):
            if self.kept is not None:
                self.model.set_weights(self.kept)

    return Stopper()

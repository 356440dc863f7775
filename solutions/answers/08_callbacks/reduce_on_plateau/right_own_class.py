# style: a callback written by hand
class Reducer(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.best, self.waited = float("inf"), 0

    def on_epoch_end(self, epoch, logs=None):
        if logs["val_loss"] < self.best:
            self.best, self.waited = logs["val_loss"], 0
            return
        self.waited += 1
        if self.waited == 2:
            optimizer = self.model.optimizer
            optimizer.learning_rate = max(0.01, float(optimizer.learning_rate) / 2)
            self.waited = 0


def make_reducer():
    return Reducer()

# misconception: the rate set by its old name
# loses: It monitors the validation loss; Two epochs without progress; The rate is halved; Never below 0.01
# says: learning_rate
class Reducer(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.best, self.waited, self.rate = float("inf"), 0, 0.1

    def on_epoch_end(self, epoch, logs=None):
        self.waited += 1
        if logs["val_loss"] < self.best:
            self.best, self.waited = logs["val_loss"], 0
        elif self.waited == 2:
            self.rate, self.waited = max(0.01, self.rate / 2), 0
            self.model.optimizer.lr = self.rate


def make_reducer():
    return Reducer()

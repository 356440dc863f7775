# style: a callback written by hand, from the first rate
class Schedule(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.first = float(self.model.optimizer.learning_rate)

    def on_epoch_begin(self, epoch, logs=None):
        self.model.optimizer.learning_rate = self.first * 0.9 ** max(0, epoch - 2)


def make_schedule():
    return Schedule()

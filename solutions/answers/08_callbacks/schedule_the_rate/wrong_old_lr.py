# misconception: the rate set by its old name
# loses: Then 10 % less in each epoch
# says: old name
class Schedule(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        rate = float(self.model.optimizer.learning_rate)
        self.model.optimizer.lr = rate if epoch < 3 else rate * 0.9


def make_schedule():
    return Schedule()

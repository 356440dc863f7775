# misconception: the rate is set when an epoch ends
# loses: The learning rate goes in cycles
# says: one epoch late
class Snapshots(keras.callbacks.Callback):
    def __init__(self, cycle, rate):
        super().__init__()
        self.cycle, self.rate = cycle, rate

    def on_train_begin(self, logs=None):
        self.snapshots = []

    def on_epoch_end(self, epoch, logs=None):
        self.model.optimizer.learning_rate = (
            self.rate / 2 * (1 + math.cos(math.pi * (epoch % self.cycle) / self.cycle))
        )
        if (epoch + 1) % self.cycle == 0:
            self.snapshots.append(self.model.get_weights())

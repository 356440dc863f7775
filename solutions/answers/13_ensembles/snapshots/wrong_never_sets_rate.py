# misconception: the rate is computed and not set
# loses: The learning rate goes in cycles
# says: stays what it was
class Snapshots(keras.callbacks.Callback):
    def __init__(self, cycle, rate):
        super().__init__()
        self.cycle, self.rate = cycle, rate

    def on_train_begin(self, logs=None):
        self.snapshots = []

    def on_epoch_begin(self, epoch, logs=None):
        self.current_rate = self.rate / 2 * (1 + math.cos(math.pi * (epoch % self.cycle) / self.cycle))

    def on_epoch_end(self, epoch, logs=None):
        if (epoch + 1) % self.cycle == 0:
            self.snapshots.append(self.model.get_weights())

# misconception: the rate falls and never jumps up
# loses: The learning rate goes in cycles
# says: modulo
class Snapshots(keras.callbacks.Callback):
    def __init__(self, cycle, rate):
        super().__init__()
        self.cycle, self.rate = cycle, rate

    def on_train_begin(self, logs=None):
        self.snapshots = []

    def on_epoch_begin(self, epoch, logs=None):
        self.model.optimizer.learning_rate = (
            self.rate / 2 * (1 + math.cos(math.pi * min(epoch / self.cycle, 1)))
        )

    def on_epoch_end(self, epoch, logs=None):
        if (epoch + 1) % self.cycle == 0:
            self.snapshots.append(self.model.get_weights())

# misconception: one list, filled in place
# loses: Snapshots are copies
# says: the same weights in all of them
class Snapshots(keras.callbacks.Callback):
    def __init__(self, cycle, rate):
        super().__init__()
        self.cycle, self.rate = cycle, rate

    def on_train_begin(self, logs=None):
        self.snapshots = []
        self.current = self.model.get_weights()

    def on_epoch_begin(self, epoch, logs=None):
        angle = math.pi * (epoch % self.cycle) / self.cycle
        self.model.optimizer.learning_rate = self.rate / 2 * (1 + math.cos(angle))

    def on_epoch_end(self, epoch, logs=None):
        if (epoch + 1) % self.cycle == 0:
            for part, weight in zip(self.current, self.model.get_weights()):
                part[...] = weight
            self.snapshots.append(self.current)

# style: counts the epochs of a cycle itself
class Snapshots(keras.callbacks.Callback):
    def __init__(self, cycle, rate):
        super().__init__()
        self.cycle = cycle
        self.rate = rate
        self.snapshots = []

    def on_train_begin(self, logs=None):
        self.snapshots.clear()
        self.done = 0

    def on_epoch_begin(self, epoch, logs=None):
        share = self.done / self.cycle
        self.model.optimizer.learning_rate = self.rate * (1 + math.cos(math.pi * share)) / 2

    def on_epoch_end(self, epoch, logs=None):
        self.done += 1
        if self.done == self.cycle:
            self.done = 0
            self.snapshots.append(tuple(weight.numpy() for weight in self.model.weights))

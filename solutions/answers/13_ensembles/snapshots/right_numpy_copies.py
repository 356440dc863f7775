# style: weights copied one by one, the rate assigned to the variable
class Snapshots(keras.callbacks.Callback):
    def __init__(self, cycle, rate):
        super().__init__()
        self.cycle = cycle
        angles = np.pi * np.arange(cycle) / cycle
        self.rates = rate / 2 * (1 + np.cos(angles))

    def on_train_begin(self, logs=None):
        self.snapshots = []

    def on_epoch_begin(self, epoch, logs=None):
        self.model.optimizer.learning_rate.assign(self.rates[epoch % self.cycle])

    def on_epoch_end(self, epoch, logs=None):
        if (epoch + 1) % self.cycle:
            return
        self.snapshots.append([np.array(weight) for weight in self.model.weights])

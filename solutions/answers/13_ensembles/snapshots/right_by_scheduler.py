# style: a subclass of LearningRateScheduler
class Snapshots(keras.callbacks.LearningRateScheduler):
    def __init__(self, cycle, rate):
        super().__init__(lambda epoch: rate / 2 * (1 + math.cos(math.pi * (epoch % cycle) / cycle)))
        self.cycle = cycle

    def on_train_begin(self, logs=None):
        self.snapshots = []

    def on_epoch_end(self, epoch, logs=None):
        super().on_epoch_end(epoch, logs)
        if epoch % self.cycle == self.cycle - 1:
            self.snapshots.append(self.model.get_weights())

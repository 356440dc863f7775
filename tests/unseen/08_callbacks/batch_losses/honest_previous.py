# way: keeps the previous mean, formula of the text
class BatchLosses(keras.callbacks.Callback):
    def __init__(self, folder):
        super().__init__()
        self.folder = folder
        self.losses = []

    def on_train_begin(self, logs=None):
        self.losses = []

    def on_epoch_begin(self, epoch, logs=None):
        self.previous = 0.0
        self.losses.append([])

    def on_train_batch_end(self, batch, logs=None):
        n, mean = batch + 1, float(logs["loss"])
        self.losses[-1].append(n * mean - (n - 1) * self.previous)
        self.previous = mean

    def on_epoch_end(self, epoch, logs=None):
        save_curve(self.losses[-1], os.path.join(self.folder, "epoch_%d.png" % (epoch + 1)))

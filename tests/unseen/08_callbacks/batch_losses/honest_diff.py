# way: keeps the running means and undoes them at the end of the epoch with np.diff
class BatchLosses(keras.callbacks.Callback):
    def __init__(self, folder):
        super().__init__()
        self.folder = Path(folder)

    def on_train_begin(self, logs=None):
        self.losses = []

    def on_epoch_begin(self, epoch, logs=None):
        self.means = []

    def on_train_batch_end(self, batch, logs=None):
        self.means.append(logs["loss"])

    def on_epoch_end(self, epoch, logs=None):
        sums = np.array(self.means) * np.arange(1, len(self.means) + 1)
        alone = np.diff(sums, prepend=0).tolist()
        self.losses.append(alone)
        save_curve(alone, self.folder / f"epoch_{epoch + 1}.png")

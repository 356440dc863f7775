# style: means kept, and undone at the end of the epoch
class BatchLosses(keras.callbacks.Callback):
    def __init__(self, folder):
        super().__init__()
        self.folder = folder
        self.losses = []

    def on_train_begin(self, logs=None):
        self.losses.clear()

    def on_epoch_begin(self, epoch, logs=None):
        self.means = []

    def on_batch_end(self, batch, logs=None):
        self.means.append(logs["loss"])

    def on_epoch_end(self, epoch, logs=None):
        sums = np.array(self.means) * np.arange(1, len(self.means) + 1)
        self.losses.append(np.diff(sums, prepend=0).tolist())
        save_curve(self.losses[epoch], os.path.join(self.folder, f"epoch_{epoch + 1}.png"))

# mistake: keeps the running mean; message: the logs give the mean of all batches so far, undo it
class BatchLosses(keras.callbacks.Callback):
    def __init__(self, folder):
        super().__init__()
        self.folder = folder

    def on_train_begin(self, logs=None):
        self.losses = []

    def on_epoch_begin(self, epoch, logs=None):
        self.losses.append([])

    def on_train_batch_end(self, batch, logs=None):
        self.losses[-1].append(logs["loss"])

    def on_epoch_end(self, epoch, logs=None):
        save_curve(self.losses[-1], f"{self.folder}/epoch_{epoch + 1}.png")

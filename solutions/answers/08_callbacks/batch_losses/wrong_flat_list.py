# misconception: one flat list for all epochs
# loses: One list an epoch, one number a batch
# says: no list
class BatchLosses(keras.callbacks.Callback):
    def __init__(self, folder):
        super().__init__()
        self.folder = folder

    def on_train_begin(self, logs=None):
        self.losses = []

    def on_epoch_begin(self, epoch, logs=None):
        self.now = []

    def on_train_batch_end(self, batch, logs=None):
        loss = (batch + 1) * logs["loss"] - sum(self.now)
        self.now.append(loss)
        self.losses.append(loss)

    def on_epoch_end(self, epoch, logs=None):
        save_curve(self.now, f"{self.folder}/epoch_{epoch + 1}.png")

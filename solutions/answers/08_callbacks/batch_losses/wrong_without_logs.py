# misconception: a method without logs
# loses: One list an epoch, one number a batch; Each batch has its own loss; A picture of every epoch
# says: logs=None
class BatchLosses(keras.callbacks.Callback):
    def __init__(self, folder):
        super().__init__()
        self.folder = folder

    def on_train_begin(self, logs=None):
        self.losses = []

    def on_epoch_begin(self, epoch, logs=None):
        self.losses.append([])

    def on_train_batch_end(self, batch):
        self.losses[-1].append(0.0)

    def on_epoch_end(self, epoch, logs=None):
        save_curve(self.losses[-1], f"{self.folder}/epoch_{epoch + 1}.png")

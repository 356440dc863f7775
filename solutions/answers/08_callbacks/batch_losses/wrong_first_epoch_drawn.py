# misconception: the first epoch in every picture
# loses: A picture of every epoch
# says: same picture
class BatchLosses(keras.callbacks.Callback):
    def __init__(self, folder):
        super().__init__()
        self.folder = folder

    def on_train_begin(self, logs=None):
        self.losses = []

    def on_epoch_begin(self, epoch, logs=None):
        self.losses.append([])

    def on_train_batch_end(self, batch, logs=None):
        self.losses[-1].append((batch + 1) * logs["loss"] - sum(self.losses[-1]))

    def on_epoch_end(self, epoch, logs=None):
        save_curve(self.losses[0], f"{self.folder}/epoch_{epoch + 1}.png")

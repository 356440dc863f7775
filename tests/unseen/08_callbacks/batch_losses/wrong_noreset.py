# mistake: the list is made in __init__ only; message: with a second fit losses should begin anew
class BatchLosses(keras.callbacks.Callback):
    def __init__(self, folder):
        super().__init__()
        self.folder = folder
        self.losses = []

    def on_epoch_begin(self, epoch, logs=None):
        self.losses.append([])

    def on_train_batch_end(self, batch, logs=None):
        before = sum(self.losses[-1])
        self.losses[-1].append((batch + 1) * logs["loss"] - before)

    def on_epoch_end(self, epoch, logs=None):
        save_curve(self.losses[-1], f"{self.folder}/epoch_{epoch + 1}.png")

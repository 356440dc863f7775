# style: tuples of epochs, tensors of losses, and one more picture than asked
class BatchLosses(keras.callbacks.Callback):
    def __init__(self, folder):
        super().__init__()
        self.folder = folder
        os.makedirs(folder, exist_ok=True)

    def on_train_begin(self, logs=None):
        self.losses = []

    def on_epoch_begin(self, epoch, logs=None):
        self.sums = [0.0]

    def on_train_batch_end(self, batch, logs=None):
        self.sums.append((batch + 1) * logs["loss"])

    def on_epoch_end(self, epoch, logs=None):
        self.losses.append(tuple(tf.constant(step) for step in np.diff(self.sums)))
        save_curve([float(loss) for loss in self.losses[-1]], f"{self.folder}/epoch_{epoch + 1}.png")

    def on_train_end(self, logs=None):
        save_curve(self.sums, f"{self.folder}/overview.png")

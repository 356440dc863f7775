# way: weights by a callback of its own with save_weights, reverse order, os.path.join
class KeepWeights(keras.callbacks.Callback):
    def __init__(self, folder):
        super().__init__()
        self.folder = folder

    def on_epoch_end(self, epoch, logs=None):
        name = "epoch_" + str(epoch + 1) + ".weights.h5"
        self.model.save_weights(os.path.join(self.folder, name))


def make_keepers(folder):
    """Return two callbacks: for the best model, and for all weights."""
    best = keras.callbacks.ModelCheckpoint(
        os.path.join(folder, "best.keras"), "val_acc", save_best_only=True, mode="max"
    )
    return [KeepWeights(folder), best]

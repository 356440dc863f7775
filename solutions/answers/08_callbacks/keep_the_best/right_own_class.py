# style: the weights by a callback written by hand
class EveryEpoch(keras.callbacks.Callback):
    def __init__(self, folder):
        super().__init__()
        self.folder = folder

    def on_epoch_end(self, epoch, logs=None):
        os.makedirs(self.folder, exist_ok=True)
        self.model.save_weights(os.path.join(self.folder, f"epoch_{epoch + 1}.weights.h5"))


def make_keepers(folder):
    path = os.path.join(folder, "best.keras")
    return (EveryEpoch(folder), keras.callbacks.ModelCheckpoint(path, "val_acc", save_best_only=True))

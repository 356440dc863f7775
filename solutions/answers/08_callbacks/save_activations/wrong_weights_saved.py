# misconception: weights taken for activations
# loses: The activations of that epoch
# says: other numbers
class SaveActivations(keras.callbacks.Callback):
    def __init__(self, sample, folder):
        super().__init__()
        self.sample = sample
        self.folder = folder

    def on_epoch_end(self, epoch, logs=None):
        said = {layer.name: (layer.get_weights() or [np.zeros(1)])[0] for layer in self.model.layers}
        np.savez(f"{self.folder}/epoch_{epoch + 1}.npz", **said)

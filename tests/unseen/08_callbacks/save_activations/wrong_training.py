# mistake: the layers are called with training=True, so dropout is on; message: the activations should be those of predict
class SaveActivations(keras.callbacks.Callback):
    def __init__(self, sample, folder):
        super().__init__()
        self.sample = sample
        self.folder = folder

    def on_epoch_end(self, epoch, logs=None):
        found = {}
        x = self.sample
        for layer in self.model.layers:
            x = layer(x, training=True)
            found[layer.name] = np.array(x)
        np.savez(f"{self.folder}/epoch_{epoch + 1}.npz", **found)

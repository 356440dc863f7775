# style: a window with a list, built anew in each epoch, called without predict
class SaveActivations(keras.callbacks.Callback):
    def __init__(self, sample, folder):
        super().__init__()
        self.sample = sample
        self.folder = folder

    def on_epoch_end(self, epoch, logs=None):
        layers = self.model.layers
        window = keras.Model(self.model.inputs, [layer.output for layer in layers])
        arrays = [array.numpy() for array in window(self.sample, training=False)]
        named = dict(zip([layer.name for layer in layers], arrays, strict=True))
        np.savez(Path(self.folder) / f"epoch_{epoch + 1}.npz", **named)

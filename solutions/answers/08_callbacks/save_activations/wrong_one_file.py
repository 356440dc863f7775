# misconception: one file, overwritten
# loses: A file for every epoch
# says: in the folder
class SaveActivations(keras.callbacks.Callback):
    def __init__(self, sample, folder):
        super().__init__()
        self.sample = sample
        self.folder = folder

    def on_train_begin(self, logs=None):
        outputs = {layer.name: layer.output for layer in self.model.layers}
        self.window = keras.Model(self.model.inputs, outputs)

    def on_epoch_end(self, epoch, logs=None):
        said = self.window.predict(self.sample, verbose=0)
        np.savez(f"{self.folder}/activations.npz", **said)

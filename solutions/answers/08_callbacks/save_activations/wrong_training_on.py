# misconception: Dropout left on
# loses: The activations of that epoch
# says: Dropout does nothing
class SaveActivations(keras.callbacks.Callback):
    def __init__(self, sample, folder):
        super().__init__()
        self.sample = sample
        self.folder = folder

    def on_train_begin(self, logs=None):
        outputs = {layer.name: layer.output for layer in self.model.layers}
        self.window = keras.Model(self.model.inputs, outputs)

    def on_epoch_end(self, epoch, logs=None):
        said = self.window(self.sample, training=True)
        np.savez(
            f"{self.folder}/epoch_{epoch + 1}.npz", **{name: array.numpy() for name, array in said.items()}
        )

# way: an own small model for each layer, a loop
class SaveActivations(keras.callbacks.Callback):
    def __init__(self, sample, folder):
        super().__init__()
        self.sample, self.folder = sample, folder

    def on_epoch_end(self, epoch, logs=None):
        arrays = {}
        for layer in self.model.layers:
            part = keras.Model(self.model.inputs, layer.output)
            arrays[layer.name] = part.predict(self.sample, verbose=0)
        np.savez(os.path.join(self.folder, f"epoch_{epoch + 1}.npz"), **arrays)

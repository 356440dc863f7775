# style: layers called one after the other
class SaveActivations(keras.callbacks.Callback):
    def __init__(self, sample, folder):
        super().__init__()
        self.sample = sample
        self.folder = folder

    def on_epoch_end(self, epoch, logs=None):
        said, now = {}, keras.ops.convert_to_tensor(self.sample)
        for layer in self.model.layers:
            now = layer(now)
            said[layer.name] = keras.ops.convert_to_numpy(now)
        np.savez_compressed(os.path.join(self.folder, f"epoch_{epoch + 1}.npz"), **said)

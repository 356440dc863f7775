# misconception: the lesson's layers written down by name
# loses: A file for every epoch; Every layer, under its name; The activations of that epoch
# says: no such layer
class SaveActivations(keras.callbacks.Callback):
    def __init__(self, sample, folder):
        super().__init__()
        self.sample = sample
        self.folder = folder

    def on_train_begin(self, logs=None):
        outputs = {name: self.model.get_layer(name).output for name in ("hidden", "answer")}
        self.window = keras.Model(self.model.inputs, outputs)

    def on_epoch_end(self, epoch, logs=None):
        said = self.window.predict(self.sample, verbose=0)
        np.savez(f"{self.folder}/epoch_{epoch + 1}.npz", **said)

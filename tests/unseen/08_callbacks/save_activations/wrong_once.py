# mistake: predicts once, before the training, and saves the same arrays in each epoch; message: the activations should change from epoch to epoch
class SaveActivations(keras.callbacks.Callback):
    def __init__(self, sample, folder):
        super().__init__()
        self.sample = sample
        self.folder = folder

    def on_train_begin(self, logs=None):
        outputs = {layer.name: layer.output for layer in self.model.layers}
        inner_model = keras.Model(self.model.inputs, outputs)
        self.activations = inner_model.predict(self.sample, verbose=0)

    def on_epoch_end(self, epoch, logs=None):
        np.savez(f"{self.folder}/epoch_{epoch + 1}.npz", **self.activations)

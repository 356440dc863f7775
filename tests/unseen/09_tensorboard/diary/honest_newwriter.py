# way: a new writer in each epoch (several event files), own helper method, get_weights zipped with the variables
class Diary(keras.callbacks.Callback):
    """Write the gap and all weights."""

    def __init__(self, folder):
        super().__init__()
        self.folder = folder

    def write_weights(self, epoch):
        arrays = self.model.get_weights()
        for variable, array in zip(self.model.weights, arrays, strict=True):
            tf.summary.histogram(variable.path, array, step=epoch, buckets=20)

    def on_epoch_end(self, epoch, logs=None):
        writer = tf.summary.create_file_writer(str(self.folder))
        with writer.as_default():
            difference = np.subtract(logs["val_loss"], logs["loss"])
            tf.summary.scalar("gap", data=difference, step=epoch)
            self.write_weights(epoch)
        writer.flush()
        writer.close()

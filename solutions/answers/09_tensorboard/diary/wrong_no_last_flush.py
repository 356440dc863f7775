# misconception: the writer is left to flush by itself, so the last epochs are missing
# loses: All in the file when training ends
# says: flush it after each epoch
class Diary(keras.callbacks.Callback):
    def __init__(self, folder):
        super().__init__()
        self.writer = tf.summary.create_file_writer(str(folder))

    def on_epoch_end(self, epoch, logs=None):
        self.writer.set_as_default()
        tf.summary.scalar("gap", logs["val_loss"] - logs["loss"], step=epoch)
        for weight in self.model.weights:
            tf.summary.histogram(weight.path, weight, step=epoch)

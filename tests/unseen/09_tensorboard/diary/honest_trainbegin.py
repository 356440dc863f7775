# way: the writer is opened in on_train_begin and closed in on_train_end, NumPy values
class Diary(keras.callbacks.Callback):
    def __init__(self, folder):
        super().__init__()
        self.folder = str(folder)

    def on_train_begin(self, logs=None):
        self.writer = tf.summary.create_file_writer(self.folder)

    def on_epoch_end(self, epoch, logs=None):
        gap = logs["val_loss"] - logs["loss"]
        with self.writer.as_default(step=epoch):
            tf.summary.scalar("gap", gap)
            for weight in self.model.weights:
                tf.summary.histogram(weight.path, weight.numpy())

    def on_train_end(self, logs=None):
        self.writer.close()

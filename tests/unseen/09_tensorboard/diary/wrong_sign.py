# mistake: training loss minus validation loss; message: gap is validation loss minus training loss, the sign is turned
class Diary(keras.callbacks.Callback):
    def __init__(self, folder):
        super().__init__()
        self.writer = tf.summary.create_file_writer(folder)

    def on_epoch_end(self, epoch, logs=None):
        with self.writer.as_default():
            tf.summary.scalar("gap", logs["loss"] - logs["val_loss"], step=epoch)
            for weight in self.model.weights:
                tf.summary.histogram(weight.path, weight.numpy(), step=epoch)

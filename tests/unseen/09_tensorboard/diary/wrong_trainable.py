# mistake: writes the trainable weights only; message: the weights that aren't trained are missing
class Diary(keras.callbacks.Callback):
    def __init__(self, folder):
        super().__init__()
        self.writer = tf.summary.create_file_writer(folder)

    def on_epoch_end(self, epoch, logs=None):
        with self.writer.as_default():
            tf.summary.scalar("gap", logs["val_loss"] - logs["loss"], step=epoch)
            for weight in self.model.trainable_weights:
                tf.summary.histogram(weight.path, weight.numpy(), step=epoch)

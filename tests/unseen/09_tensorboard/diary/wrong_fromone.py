# mistake: steps count from 1; message: the step is the epoch as Keras counts it, from 0
class Diary(keras.callbacks.Callback):
    def __init__(self, folder):
        super().__init__()
        self.writer = tf.summary.create_file_writer(folder)

    def on_epoch_end(self, epoch, logs=None):
        with self.writer.as_default():
            tf.summary.scalar("gap", logs["val_loss"] - logs["loss"], step=epoch + 1)
            for weight in self.model.weights:
                tf.summary.histogram(weight.path, weight.numpy(), step=epoch + 1)

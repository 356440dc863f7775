# misconception: set_as_default, and the writer is never flushed or closed
# loses: The gap, at the step of its epoch; A histogram of every weight; All in the file when training ends
# says: never flushed or closed
class Diary(keras.callbacks.Callback):
    def __init__(self, folder):
        super().__init__()
        self.writer = tf.summary.create_file_writer(str(folder), max_queue=1000)

    def on_epoch_end(self, epoch, logs=None):
        self.writer.set_as_default()
        tf.summary.scalar("gap", logs["val_loss"] - logs["loss"], step=epoch)
        for weight in self.model.weights:
            tf.summary.histogram(weight.path, weight, step=epoch)

# misconception: no step at all, which raises
# loses: The gap, at the step of its epoch; A histogram of every weight; All in the file when training ends
# says: No step set
class Diary(keras.callbacks.Callback):
    def __init__(self, folder):
        super().__init__()
        self.writer = tf.summary.create_file_writer(str(folder))

    def on_epoch_end(self, epoch, logs=None):
        with self.writer.as_default():
            tf.summary.scalar("gap", logs["val_loss"] - logs["loss"])
            for weight in self.model.weights:
                tf.summary.histogram(weight.path, weight)

    def on_train_end(self, logs=None):
        self.writer.close()

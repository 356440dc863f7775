# misconception: a mean of the weight in the place of its numbers
# loses: A histogram of every weight
# says: not a mean of it
class Diary(keras.callbacks.Callback):
    def __init__(self, folder):
        super().__init__()
        self.writer = tf.summary.create_file_writer(str(folder))

    def on_epoch_end(self, epoch, logs=None):
        with self.writer.as_default():
            tf.summary.scalar("gap", logs["val_loss"] - logs["loss"], step=epoch)
            for weight in self.model.weights:
                tf.summary.histogram(weight.path, [np.mean(weight)], step=epoch)

    def on_train_end(self, logs=None):
        self.writer.close()

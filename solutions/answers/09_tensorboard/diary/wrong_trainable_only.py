# misconception: the trainable weights taken for all weights
# loses: A histogram of every weight
# says: whether they are trained or not
class Diary(keras.callbacks.Callback):
    def __init__(self, folder):
        super().__init__()
        self.writer = tf.summary.create_file_writer(str(folder))

    def on_epoch_end(self, epoch, logs=None):
        with self.writer.as_default():
            tf.summary.scalar("gap", logs["val_loss"] - logs["loss"], step=epoch)
            for weight in self.model.trainable_weights:
                tf.summary.histogram(weight.path, weight, step=epoch)

    def on_train_end(self, logs=None):
        self.writer.close()

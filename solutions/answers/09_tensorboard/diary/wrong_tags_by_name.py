# misconception: the weight's name as the tag, which layers share
# loses: A histogram of every weight
# says: layers share a tag
class Diary(keras.callbacks.Callback):
    def __init__(self, folder):
        super().__init__()
        self.writer = tf.summary.create_file_writer(folder)

    def on_epoch_end(self, epoch, logs=None):
        with self.writer.as_default():
            tf.summary.scalar("gap", logs["val_loss"] - logs["loss"], step=epoch)
            for weight in self.model.weights:
                tf.summary.histogram(weight.name, weight.numpy(), step=epoch)

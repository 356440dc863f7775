# misconception: global step not passed, so all points sit at step 0
# loses: The gap, at the step of its epoch
# says: all points sit at the same place
class Diary(keras.callbacks.Callback):
    def __init__(self, folder):
        super().__init__()
        self.writer = tf.summary.create_file_writer(str(folder))

    def on_epoch_end(self, epoch, logs=None):
        with self.writer.as_default(step=0):
            tf.summary.scalar("gap", logs["val_loss"] - logs["loss"])
            for weight in self.model.weights:
                tf.summary.histogram(weight.path, weight)

    def on_train_end(self, logs=None):
        self.writer.close()

# misconception: training minus validation, so that overfitting looks like a falling curve
# loses: The gap, at the step of its epoch
# says: which minus which
class Diary(keras.callbacks.Callback):
    def __init__(self, folder):
        super().__init__()
        self.writer = tf.summary.create_file_writer(str(folder))

    def on_epoch_end(self, epoch, logs=None):
        with self.writer.as_default():
            tf.summary.scalar("gap", logs["loss"] - logs["val_loss"], step=epoch)
            for weight in self.model.weights:
                tf.summary.histogram(weight.path, weight, step=epoch)

    def on_train_end(self, logs=None):
        self.writer.close()

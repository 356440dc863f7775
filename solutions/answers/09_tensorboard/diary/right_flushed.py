# style: the default step set once an epoch, flushed after each
class Diary(keras.callbacks.Callback):
    def __init__(self, folder):
        super().__init__()
        self.writer = tf.summary.create_file_writer(str(folder), max_queue=1000)

    def on_epoch_end(self, epoch, logs=None):
        tf.summary.experimental.set_step(epoch)
        with self.writer.as_default():
            tf.summary.scalar("gap", -(logs["loss"] - logs["val_loss"]))
            for weight in self.model.trainable_weights + self.model.non_trainable_weights:
                tf.summary.histogram(weight.path, keras.ops.convert_to_numpy(weight))
        self.writer.flush()
        tf.summary.experimental.set_step(None)

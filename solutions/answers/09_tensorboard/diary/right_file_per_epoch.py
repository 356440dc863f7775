# style: a writer for each epoch, closed by its block; layer by layer
class Diary(keras.callbacks.Callback):
    def __init__(self, folder):
        super().__init__()
        self.folder = str(folder)

    def on_epoch_end(self, epoch, logs):
        with tf.summary.create_file_writer(self.folder, filename_suffix=f".{epoch}").as_default(step=epoch):
            tf.summary.scalar("gap", logs["val_loss"] - logs["loss"])
            for layer in self.model.layers:
                for weight in layer.weights:
                    tf.summary.histogram(weight.path, weight.numpy())

# style: everything is kept in memory and written when the training ends
class Diary(keras.callbacks.Callback):
    def __init__(self, folder, **kwargs):
        super().__init__(**kwargs)
        self.folder = folder
        self.kept = []

    def on_epoch_end(self, epoch, logs=None):
        gap = logs.get("val_loss") - logs.get("loss")
        self.kept.append((epoch, gap, {weight.path: np.array(weight) for weight in self.model.weights}))

    def on_train_end(self, logs=None):
        writer = tf.summary.create_file_writer(os.fspath(self.folder))
        with writer.as_default():
            for epoch, gap, weights in self.kept:
                tf.summary.scalar("gap", data=gap, step=epoch)
                for path, values in weights.items():
                    tf.summary.histogram(path, values, step=epoch, buckets=10)
        writer.close()

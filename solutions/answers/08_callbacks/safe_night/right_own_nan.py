# style: the end at NaN written by hand
class EndAtNaN(keras.callbacks.Callback):
    def on_train_batch_end(self, batch, logs=None):
        if not np.isfinite(logs["loss"]):
            self.model.stop_training = True


def make_safe(folder):
    log = keras.callbacks.CSVLogger(os.path.join(folder, "log.csv"), append=True)
    backup = keras.callbacks.BackupAndRestore(os.path.join(folder, "backup"), double_checkpoint=True)
    return [backup, log, EndAtNaN()]

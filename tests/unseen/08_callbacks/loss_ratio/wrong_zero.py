# mistake: without validation data a 0 is appended; message: then the list should be empty
class LossRatio(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.ratios = []

    def on_epoch_end(self, epoch, logs=None):
        self.ratios.append(logs.get("val_loss", 0) / logs["loss"])

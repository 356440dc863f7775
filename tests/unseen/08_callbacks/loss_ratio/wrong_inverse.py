# mistake: training loss over validation loss; message: 0.4 and 0.6 should make 1.5, not 0.67
class LossRatio(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.ratios = []

    def on_epoch_end(self, epoch, logs=None):
        if "val_loss" in logs:
            self.ratios.append(logs["loss"] / logs["val_loss"])

# misconception: training loss divided by validation loss
# loses: Validation loss over training loss
# says: upside down
class LossRatio(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.ratios = []

    def on_epoch_end(self, epoch, logs=None):
        if "val_loss" in logs:
            self.ratios.append(logs["loss"] / logs["val_loss"])

# misconception: accuracies divided
# loses: Validation loss over training loss
# says: `loss` and `val_loss`
class LossRatio(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.ratios = []

    def on_epoch_end(self, epoch, logs=None):
        if "val_accuracy" in logs:
            self.ratios.append(logs["val_accuracy"] / logs["accuracy"])

# misconception: a method's name misspelled, so that nobody calls it
# loses: Validation loss over training loss; Every training begins anew
# says: spelled right
class LossRatio(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.ratios = []

    def on_epoch_ends(self, epoch, logs=None):
        if "val_loss" in logs:
            self.ratios.append(logs["val_loss"] / logs["loss"])

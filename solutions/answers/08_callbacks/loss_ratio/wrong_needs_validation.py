# misconception: validation data taken for granted
# loses: Without validation data the list is empty
# says: no names with `val_`
class LossRatio(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.ratios = []

    def on_epoch_end(self, epoch, logs=None):
        self.ratios.append(logs["val_loss"] / logs["loss"])

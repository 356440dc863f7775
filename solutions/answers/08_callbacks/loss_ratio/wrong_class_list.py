# misconception: one list for the whole class
# loses: Every training begins anew; Without validation data the list is empty
# says: on_train_begin
class LossRatio(keras.callbacks.Callback):
    ratios = []

    def on_epoch_end(self, epoch, logs=None):
        if "val_loss" in logs:
            self.ratios.append(logs["val_loss"] / logs["loss"])

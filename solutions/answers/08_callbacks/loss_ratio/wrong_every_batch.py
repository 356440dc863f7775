# misconception: asked after each batch, when there is no validation yet
# loses: Validation loss over training loss; Every training begins anew
# says: one number an epoch
class LossRatio(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.ratios = []

    def on_train_batch_end(self, batch, logs=None):
        if "val_loss" in logs:
            self.ratios.append(logs["val_loss"] / logs["loss"])

# misconception: self.model set by hand
# loses: Validation loss over training loss; Every training begins anew; Without validation data the list is empty
# says: set for you
class LossRatio(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.ratios = []

    def set_model(self, model):
        self.model = model

    def on_epoch_end(self, epoch, logs=None):
        if "val_loss" in logs:
            self.ratios.append(logs["val_loss"] / logs["loss"])

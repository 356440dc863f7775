# misconception: a method without logs
# loses: Validation loss over training loss; Every training begins anew; Without validation data the list is empty
# says: logs=None
class LossRatio(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.ratios = []

    def on_epoch_end(self, epoch):
        self.ratios.append(self.model.history.history["val_loss"][-1])

# misconception: the list begun in __init__ alone
# loses: Every training begins anew
# says: on_train_begin
class LossRatio(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.ratios = []

    def on_epoch_end(self, epoch, logs=None):
        if "val_loss" in logs:
            self.ratios.append(logs["val_loss"] / logs["loss"])

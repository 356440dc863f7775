# style: get, with an early return; a new list in each epoch 0
class LossRatio(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.ratios = []

    def on_epoch_end(self, epoch, logs=None):
        if epoch == 0:
            self.ratios = []
        after = (logs or {}).get("val_loss")
        if after is None:
            return
        self.ratios = self.ratios + [after / logs["loss"]]

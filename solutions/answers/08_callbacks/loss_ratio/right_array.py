# style: an array of NumPy in place of the list, one-element arrays inside
class LossRatio(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.ratios = np.zeros((0, 1))

    def on_epoch_end(self, epoch, logs=None):
        if logs and "val_loss" in logs:
            self.ratios = np.append(self.ratios, [[logs["val_loss"] / logs["loss"]]], axis=0)

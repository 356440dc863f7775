# style: the missing key caught, and a word printed
class LossRatio(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.ratios = []

    def on_epoch_end(self, epoch, logs=None):
        try:
            self.ratios += [np.float32(logs["val_loss"] / logs["loss"])]
        except KeyError:
            return
        print(f"epoch {epoch + 1}: {self.ratios[-1]:.2f}")

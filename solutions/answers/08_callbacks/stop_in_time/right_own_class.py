# style: a callback written by hand
class Stopper(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.best, self.waited, self.weights = -1.0, 0, None

    def on_epoch_end(self, epoch, logs=None):
        if logs["val_accuracy"] > self.best:
            self.best, self.waited, self.weights = logs["val_accuracy"], 0, self.model.get_weights()
        else:
            self.waited += 1
            self.model.stop_training = self.waited >= 3

    def on_train_end(self, logs=None):
        self.model.set_weights(self.weights)


def make_stopper():
    return Stopper()

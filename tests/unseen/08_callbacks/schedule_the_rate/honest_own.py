# way: a callback of its own without LearningRateScheduler; the history gets no key learning_rate
def make_schedule():
    """Return a callback: three epochs unchanged, then 10 % less in each."""

    class TenPercentLess(keras.callbacks.Callback):
        def on_epoch_begin(self, epoch, logs=None):
            if epoch >= 3:
                optimizer = self.model.optimizer
                optimizer.learning_rate = float(optimizer.learning_rate) * 0.9

    return TenPercentLess()

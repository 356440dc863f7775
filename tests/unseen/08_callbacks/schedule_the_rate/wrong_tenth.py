# mistake: a tenth of the rate is left in place of nine tenths; message: 10 % less leaves 90 %
def make_schedule():
    """Return a callback: three epochs unchanged, then 10 % less in each."""

    def schedule(epoch, rate):
        if epoch < 3:
            return rate
        return rate * 0.1

    return keras.callbacks.LearningRateScheduler(schedule)

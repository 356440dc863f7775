# mistake: the power of 0.9 is applied to a rate that is reduced already; message: the rate given is that of the epoch before, multiply by 0.9 once
def make_schedule():
    """Return a callback: three epochs unchanged, then 10 % less in each."""

    def schedule(epoch, rate):
        if epoch < 3:
            return rate
        return rate * 0.9 ** (epoch - 2)

    return keras.callbacks.LearningRateScheduler(schedule)

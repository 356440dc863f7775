# mistake: the first FOUR epochs stay unchanged; message: epochs count from 0, the fourth has number 3 and should already have 90 %
def make_schedule():
    """Return a callback: three epochs unchanged, then 10 % less in each."""

    def schedule(epoch, rate):
        if epoch <= 3:
            return rate
        return rate * 0.9

    return keras.callbacks.LearningRateScheduler(schedule)

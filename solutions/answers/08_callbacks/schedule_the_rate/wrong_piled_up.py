# misconception: a power of the epoch on the rate of now
# loses: Then 10 % less in each epoch
# says: taken off again
def make_schedule():
    def plan(epoch, rate):
        return rate if epoch < 3 else rate * 0.9 ** (epoch - 2)

    return keras.callbacks.LearningRateScheduler(plan)

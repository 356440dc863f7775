# misconception: 10 % left instead of 10 % less
# loses: Then 10 % less in each epoch
# says: What share is left
def make_schedule():
    def plan(epoch, rate):
        return rate if epoch < 3 else rate * 0.1

    return keras.callbacks.LearningRateScheduler(plan)

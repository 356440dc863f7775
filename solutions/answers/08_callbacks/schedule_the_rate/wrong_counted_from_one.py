# misconception: epochs counted from 1
# loses: Then 10 % less in each epoch
# says: counted from 0
def make_schedule():
    def plan(epoch, rate):
        return rate if epoch <= 3 else rate * 0.9

    return keras.callbacks.LearningRateScheduler(plan)

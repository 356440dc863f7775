# misconception: from the first epoch on
# loses: The first three epochs have one rate
# says: counted from 0
def make_schedule():
    def plan(epoch, rate):
        return rate * 0.9

    return keras.callbacks.LearningRateScheduler(plan)

# misconception: the third epoch too early
# loses: The first three epochs have one rate
# says: 0, 1, 2
def make_schedule():
    def plan(epoch, rate):
        return rate if epoch < 2 else rate * 0.9

    return keras.callbacks.LearningRateScheduler(plan)

# style: a plan from the rate of now
def make_schedule():
    def plan(epoch, rate):
        return rate if epoch < 3 else 0.9 * rate

    return keras.callbacks.LearningRateScheduler(plan)

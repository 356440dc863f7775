# misconception: a start that stands in the plan
# loses: It starts from the optimizer's rate
# says: no number for it
def make_schedule():
    def plan(epoch, rate):
        return 0.01 * 0.9 ** max(0, epoch - 2)

    return keras.callbacks.LearningRateScheduler(plan)

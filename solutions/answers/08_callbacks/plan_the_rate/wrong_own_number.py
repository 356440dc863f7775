# misconception: a start that stands in the plan
# loses: It starts from the optimiser's rate
# says: no number for it
def make_timetable():
    def plan(epoch, rate):
        return 0.01 * 0.9 ** max(0, epoch - 2)

    return keras.callbacks.LearningRateScheduler(plan)

# misconception: from the first epoch on
# loses: It starts from the optimiser's rate; The first three epochs have one rate
# says: counted from 0
def make_timetable():
    def plan(epoch, rate):
        return rate * 0.9

    return keras.callbacks.LearningRateScheduler(plan)

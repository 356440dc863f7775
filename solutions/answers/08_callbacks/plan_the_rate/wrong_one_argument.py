# misconception: a plan of the epoch alone, with a rate from an old book
# loses: It starts from the optimiser's rate
# says: rate of now
def make_timetable():
    def plan(epoch):
        return 0.005 if epoch < 3 else 0.005 * 0.9 ** (epoch - 2)

    return keras.callbacks.LearningRateScheduler(plan)

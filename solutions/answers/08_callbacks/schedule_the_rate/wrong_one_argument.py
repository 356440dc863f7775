# misconception: a plan of the epoch alone, with a rate from an old book
# loses: It starts from the optimizer's rate
# says: current rate
def make_schedule():
    def plan(epoch):
        return 0.005 if epoch < 3 else 0.005 * 0.9 ** (epoch - 2)

    return keras.callbacks.LearningRateScheduler(plan)

# misconception: a tensor returned
# loses: It starts from the optimizer's rate; The first three epochs have one rate; Then 10 % less in each epoch
# says: plain number
def make_schedule():
    def plan(epoch, rate):
        return rate if epoch < 3 else tf.constant(0.9) * rate

    return keras.callbacks.LearningRateScheduler(plan)

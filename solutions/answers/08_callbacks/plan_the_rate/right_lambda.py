# style: a lambda, a difference
def make_timetable():
    return keras.callbacks.LearningRateScheduler(lambda epoch, lr: lr - 0.1 * lr * (epoch > 2))

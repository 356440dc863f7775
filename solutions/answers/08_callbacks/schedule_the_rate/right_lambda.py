# style: a lambda, a difference
def make_schedule():
    return keras.callbacks.LearningRateScheduler(lambda epoch, lr: lr - 0.1 * lr * (epoch > 2))

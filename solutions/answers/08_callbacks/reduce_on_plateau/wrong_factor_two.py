# misconception: a factor of two
# loses: It monitors the validation loss; Two epochs without progress; The rate is halved; Never below 0.01
# says: factor >= 1.0
def make_reducer():
    return keras.callbacks.ReduceLROnPlateau(factor=2.0, patience=2, min_lr=0.01)

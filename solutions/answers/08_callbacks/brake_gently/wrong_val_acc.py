# misconception: a monitored name that is not in the logs
# loses: It watches the validation loss; Two epochs without progress; The rate is halved; Never below 0.01
# says: not in the logs
def make_brake():
    return keras.callbacks.ReduceLROnPlateau(monitor="val_acc", factor=0.5, patience=2, min_lr=0.01)

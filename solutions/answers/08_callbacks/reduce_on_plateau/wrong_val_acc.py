# misconception: a monitored name that is not in the logs
# loses: It monitors the validation loss
# says: not in the logs
def make_reducer():
    return keras.callbacks.ReduceLROnPlateau(monitor="val_acc", factor=0.5, patience=2, min_lr=0.01)

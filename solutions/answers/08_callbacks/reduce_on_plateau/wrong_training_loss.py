# misconception: the training loss watched
# loses: It monitors the validation loss
# says: training loss
def make_reducer():
    return keras.callbacks.ReduceLROnPlateau(monitor="loss", factor=0.5, patience=2, min_lr=0.01)

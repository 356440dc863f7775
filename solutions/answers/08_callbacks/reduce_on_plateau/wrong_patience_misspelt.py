# misconception: patience misspelled, and swallowed
# loses: Two epochs without progress
# says: misspelled argument is accepted
def make_reducer():
    return keras.callbacks.ReduceLROnPlateau(monitor="val_loss", factor=0.5, patiance=2, min_lr=0.01)

# misconception: a pause that nobody asked for
# loses: Two epochs without progress
# says: no pause
def make_reducer():
    return keras.callbacks.ReduceLROnPlateau(factor=0.5, patience=2, min_lr=0.01, cooldown=2)

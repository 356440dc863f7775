# misconception: the factor left out, so that a tenth is left
# loses: The rate is halved
# says: factor
def make_reducer():
    return keras.callbacks.ReduceLROnPlateau(patience=2, min_lr=0.01)

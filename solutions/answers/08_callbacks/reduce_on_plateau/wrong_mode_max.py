# misconception: more loss taken for better
# loses: It monitors the validation loss
# says: less taken for better
def make_reducer():
    return keras.callbacks.ReduceLROnPlateau(factor=0.5, patience=2, min_lr=0.01, mode="max")

# misconception: no lowest rate
# loses: Never below 0.01
# says: lowest rate
def make_reducer():
    return keras.callbacks.ReduceLROnPlateau(factor=0.5, patience=2)

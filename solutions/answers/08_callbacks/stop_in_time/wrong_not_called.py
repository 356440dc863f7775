# misconception: the class returned, not an object
# loses: Three epochs without progress end it; It monitors the validation accuracy; The best weights are back
# says: callback object
def make_stopper():
    return keras.callbacks.EarlyStopping

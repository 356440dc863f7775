# mistake: the best weights are not restored; message: the model should have the weights of the best epoch, restore_best_weights is missing
def make_stopper():
    """Return a callback that stops after three epochs without progress."""
    return keras.callbacks.EarlyStopping(monitor="val_accuracy", patience=3)

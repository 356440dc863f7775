# mistake: min_lr is missing; message: the rate must never be set below 0.01
def make_reducer():
    """Return a callback that halves the rate after two bad epochs."""
    return keras.callbacks.ReduceLROnPlateau(monitor="val_loss", factor=0.5, patience=2)

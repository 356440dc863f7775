# mistake: monitors the training loss; message: the validation loss decides, val_loss
def make_reducer():
    """Return a callback that halves the rate after two bad epochs."""
    return keras.callbacks.ReduceLROnPlateau(
        monitor="loss", factor=0.5, patience=2, min_lr=0.01
    )

# mistake: patiance is misspelt, so the patience is 10; message: the rate is not reduced after two epochs, look at the object's patience
def make_reducer():
    """Return a callback that halves the rate after two bad epochs."""
    return keras.callbacks.ReduceLROnPlateau(
        monitor="val_loss", factor=0.5, patiance=2, min_lr=0.01
    )

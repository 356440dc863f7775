# way: all options written out (mode, min_delta), via a dict
def make_stopper():
    """Return a callback that stops after three epochs without progress."""
    options = dict(mode="max", min_delta=0.0, verbose=1)
    stopper = keras.callbacks.EarlyStopping(
        "val_accuracy", patience=3, restore_best_weights=True, **options
    )
    return stopper

# way: min_delta=0 and mode written out, positional arguments
def make_reducer():
    """Return a callback that halves the rate after two bad epochs."""
    reducer = keras.callbacks.ReduceLROnPlateau(
        "val_loss", 1 / 2, 2, mode="min", min_delta=0, min_lr=1e-2, verbose=1
    )
    return reducer

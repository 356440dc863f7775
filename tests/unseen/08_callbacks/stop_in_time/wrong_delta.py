# mistake: min_delta=0.01 ignores small steps; message: every larger value is better, however small the step
def make_stopper():
    """Return a callback that stops after three epochs without progress."""
    return keras.callbacks.EarlyStopping(
        monitor="val_accuracy", patience=3, min_delta=0.01, restore_best_weights=True
    )

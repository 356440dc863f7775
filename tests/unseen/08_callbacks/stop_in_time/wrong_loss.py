# mistake: monitors val_loss; message: the validation accuracy decides, not the loss
def make_stopper():
    """Return a callback that stops after three epochs without progress."""
    return keras.callbacks.EarlyStopping(
        monitor="val_loss", patience=3, restore_best_weights=True
    )

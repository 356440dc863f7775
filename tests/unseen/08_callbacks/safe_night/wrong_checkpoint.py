# mistake: a checkpoint of the weights in place of BackupAndRestore; message: a second fit starts at epoch 0 again and with new weights
def make_safe(folder):
    """Return callbacks: survive a cut, log every epoch, end at NaN."""
    return [
        keras.callbacks.ModelCheckpoint(f"{folder}/last.keras"),
        keras.callbacks.CSVLogger(f"{folder}/log.csv", append=True),
        keras.callbacks.TerminateOnNaN(),
    ]

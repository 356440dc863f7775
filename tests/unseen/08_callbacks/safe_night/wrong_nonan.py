# mistake: EarlyStopping with a patience of 3 in place of TerminateOnNaN; message: a loss of NaN should end the training at once
def make_safe(folder):
    """Return callbacks: survive a cut, log every epoch, end at NaN."""
    return [
        keras.callbacks.BackupAndRestore(f"{folder}/backup"),
        keras.callbacks.CSVLogger(f"{folder}/log.csv", append=True),
        keras.callbacks.EarlyStopping(monitor="loss", patience=3),
    ]

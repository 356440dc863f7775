# mistake: CSVLogger without append starts the file anew; message: after the restart the lines from before the cut are missing
def make_safe(folder):
    """Return callbacks: survive a cut, log every epoch, end at NaN."""
    return [
        keras.callbacks.BackupAndRestore(f"{folder}/backup"),
        keras.callbacks.CSVLogger(f"{folder}/log.csv"),
        keras.callbacks.TerminateOnNaN(),
    ]

# way: os.path.join, tuple turned into a list, names for each
def make_safe(folder):
    """Return callbacks: survive a cut, log every epoch, end at NaN."""
    nan_stop = keras.callbacks.TerminateOnNaN()
    logger = keras.callbacks.CSVLogger(
        os.path.join(folder, "log.csv"), separator=",", append=True
    )
    backup = keras.callbacks.BackupAndRestore(
        backup_dir=os.path.join(folder, "backup"), save_freq="epoch"
    )
    return list((logger, nan_stop, backup))

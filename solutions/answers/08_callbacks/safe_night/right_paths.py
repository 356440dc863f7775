# style: paths from pathlib, another order, a tuple
def make_safe(folder):
    place = Path(folder)
    stop = keras.callbacks.TerminateOnNaN()
    log = keras.callbacks.CSVLogger(place / "log.csv", append=True)
    return stop, log, keras.callbacks.BackupAndRestore(str(place / "state"))

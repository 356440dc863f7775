# misconception: the log begun anew
# loses: The log holds every epoch
# says: append
def make_safe(folder):
    return [
        keras.callbacks.BackupAndRestore(f"{folder}/backup"),
        keras.callbacks.CSVLogger(f"{folder}/log.csv"),
        keras.callbacks.TerminateOnNaN(),
    ]

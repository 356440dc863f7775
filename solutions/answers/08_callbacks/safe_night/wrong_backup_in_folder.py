# misconception: the backup in the log's own folder, which is removed
# loses: The log holds every epoch
# says: removed in the end
def make_safe(folder):
    return [
        keras.callbacks.BackupAndRestore(folder),
        keras.callbacks.CSVLogger(f"{folder}/log.csv", append=True),
        keras.callbacks.TerminateOnNaN(),
    ]

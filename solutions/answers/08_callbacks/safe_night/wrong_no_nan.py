# misconception: nothing watches for NaN
# loses: A loss of NaN ends it
# says: 4 of 4
def make_safe(folder):
    return [
        keras.callbacks.BackupAndRestore(f"{folder}/backup"),
        keras.callbacks.CSVLogger(f"{folder}/log.csv", append=True),
    ]

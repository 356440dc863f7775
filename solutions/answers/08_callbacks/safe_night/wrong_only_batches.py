# misconception: a backup after so many batches that none is made in time
# loses: After a cut it goes on where it was
# says: end of each epoch
def make_safe(folder):
    return [
        keras.callbacks.BackupAndRestore(f"{folder}/backup", save_freq=3),
        keras.callbacks.CSVLogger(f"{folder}/log.csv", append=True),
        keras.callbacks.TerminateOnNaN(),
    ]

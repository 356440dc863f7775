# misconception: a checkpoint taken for a backup
# loses: After a cut it goes on where it was
# says: began at the beginning
def make_safe(folder):
    return [
        keras.callbacks.ModelCheckpoint(f"{folder}/backup.keras"),
        keras.callbacks.CSVLogger(f"{folder}/log.csv", append=True),
        keras.callbacks.TerminateOnNaN(),
    ]

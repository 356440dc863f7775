# style: three callbacks of Keras
def make_safe(folder):
    return [
        keras.callbacks.BackupAndRestore(f"{folder}/backup"),
        keras.callbacks.CSVLogger(f"{folder}/log.csv", append=True),
        keras.callbacks.TerminateOnNaN(),
    ]

# misconception: no log
# loses: The log holds every epoch
# says: written into the folder
def make_safe(folder):
    return [
        keras.callbacks.BackupAndRestore(f"{folder}/backup"),
        keras.callbacks.TerminateOnNaN(),
    ]

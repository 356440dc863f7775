# misconception: no backup
# loses: After a cut it goes on where it was
# says: saves the state
def make_safe(folder):
    return [
        keras.callbacks.CSVLogger(f"{folder}/log.csv", append=True),
        keras.callbacks.TerminateOnNaN(),
    ]

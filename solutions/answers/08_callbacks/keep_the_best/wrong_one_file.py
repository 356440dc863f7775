# misconception: no braces: one file, overwritten
# loses: The weights of every epoch, alone
# says: each in the file of its number
def make_keepers(folder):
    best = keras.callbacks.ModelCheckpoint(f"{folder}/best.keras", monitor="val_acc", save_best_only=True)
    every = keras.callbacks.ModelCheckpoint(f"{folder}/epoch.weights.h5", save_weights_only=True)
    return [best, every]

# misconception: whole models of every epoch
# loses: The weights of every epoch, alone
# says: weights only
def make_keepers(folder):
    best = keras.callbacks.ModelCheckpoint(f"{folder}/best.keras", monitor="val_acc", save_best_only=True)
    every = keras.callbacks.ModelCheckpoint(f"{folder}/epoch_{{epoch}}.keras")
    return [best, every]

# misconception: the weights of the best epochs alone
# loses: The weights of every epoch, alone
# says: every epoch is asked for
def make_keepers(folder):
    best = keras.callbacks.ModelCheckpoint(f"{folder}/best.keras", monitor="val_acc", save_best_only=True)
    every = keras.callbacks.ModelCheckpoint(
        f"{folder}/epoch_{{epoch}}.weights.h5", save_weights_only=True, monitor="val_acc", save_best_only=True
    )
    return [best, every]

# misconception: weights alone in a .keras file
# loses: The best epoch's whole model is kept; The best by validation accuracy; The weights of every epoch, alone
# says: end of the file's name
def make_keepers(folder):
    best = keras.callbacks.ModelCheckpoint(
        f"{folder}/best.keras", monitor="val_acc", save_best_only=True, save_weights_only=True
    )
    every = keras.callbacks.ModelCheckpoint(f"{folder}/epoch_{{epoch}}.weights.h5", save_weights_only=True)
    return [best, every]

# misconception: period, from an old book
# loses: The best epoch's whole model is kept; The best by validation accuracy; The weights of every epoch, alone
# says: period; old book
def make_keepers(folder):
    best = keras.callbacks.ModelCheckpoint(f"{folder}/best.keras", monitor="val_acc", save_best_only=True)
    every = keras.callbacks.ModelCheckpoint(
        f"{folder}/epoch_{{epoch}}.weights.h5", save_weights_only=True, period=1
    )
    return [best, every]

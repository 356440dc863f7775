# misconception: save_best_only left out
# loses: The best epoch's whole model is kept; The best by validation accuracy
# says: save_best_only
def make_keepers(folder):
    best = keras.callbacks.ModelCheckpoint(f"{folder}/best.keras", monitor="val_acc")
    every = keras.callbacks.ModelCheckpoint(f"{folder}/epoch_{{epoch}}.weights.h5", save_weights_only=True)
    return [best, every]

# misconception: a checkpoint without a val_ monitor
# loses: The best by validation accuracy
# says: without `val_`
def make_keepers(folder):
    best = keras.callbacks.ModelCheckpoint(f"{folder}/best.keras", monitor="acc", save_best_only=True)
    every = keras.callbacks.ModelCheckpoint(f"{folder}/epoch_{{epoch}}.weights.h5", save_weights_only=True)
    return [best, every]

# misconception: less accuracy taken for better
# loses: The best epoch's whole model is kept; The best by validation accuracy
# says: more accuracy is better
def make_keepers(folder):
    best = keras.callbacks.ModelCheckpoint(
        f"{folder}/best.keras", monitor="val_acc", mode="min", save_best_only=True
    )
    every = keras.callbacks.ModelCheckpoint(f"{folder}/epoch_{{epoch}}.weights.h5", save_weights_only=True)
    return [best, every]

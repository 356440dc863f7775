# misconception: the same name, made silent by mode=
# loses: The best by validation accuracy
# says: overwritten in every epoch
def make_keepers(folder):
    best = keras.callbacks.ModelCheckpoint(
        f"{folder}/best.keras", monitor="val_accuracy", mode="max", save_best_only=True
    )
    every = keras.callbacks.ModelCheckpoint(f"{folder}/epoch_{{epoch}}.weights.h5", save_weights_only=True)
    return [best, every]

# mistake: monitors val_accuracy, which is not in the logs, so best.keras is never written; message: with metrics=["acc"] the name is val_acc
def make_keepers(folder):
    """Return two callbacks: for the best model, and for all weights."""
    best = keras.callbacks.ModelCheckpoint(
        f"{folder}/best.keras", monitor="val_accuracy", mode="max", save_best_only=True
    )
    every = keras.callbacks.ModelCheckpoint(
        f"{folder}/epoch_{{epoch}}.weights.h5", save_weights_only=True
    )
    return [best, every]

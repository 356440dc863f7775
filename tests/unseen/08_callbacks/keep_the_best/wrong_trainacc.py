# mistake: monitors the training accuracy; message: best.keras should be from the epoch with the best VALIDATION accuracy
def make_keepers(folder):
    """Return two callbacks: for the best model, and for all weights."""
    best = keras.callbacks.ModelCheckpoint(
        f"{folder}/best.keras", monitor="acc", save_best_only=True
    )
    every = keras.callbacks.ModelCheckpoint(
        f"{folder}/epoch_{{epoch}}.weights.h5", save_weights_only=True
    )
    return [best, every]

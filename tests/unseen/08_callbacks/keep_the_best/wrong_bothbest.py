# mistake: the weights are saved only when the epoch was better; message: epoch_N.weights.h5 is asked for at the end of EVERY epoch
def make_keepers(folder):
    """Return two callbacks: for the best model, and for all weights."""
    common = {"monitor": "val_acc", "save_best_only": True}
    best = keras.callbacks.ModelCheckpoint(folder + "/best.keras", **common)
    every = keras.callbacks.ModelCheckpoint(
        folder + "/epoch_{epoch}.weights.h5", save_weights_only=True, **common
    )
    return [best, every]

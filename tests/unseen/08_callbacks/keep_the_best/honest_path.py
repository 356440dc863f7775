# way: pathlib, a list that grows by append
def make_keepers(folder):
    """Return two callbacks: for the best model, and for all weights."""
    folder = Path(folder)
    callbacks = []
    callbacks.append(
        keras.callbacks.ModelCheckpoint(
            filepath=str(folder / "best.keras"), monitor="val_acc", save_best_only=True
        )
    )
    callbacks.append(
        keras.callbacks.ModelCheckpoint(
            filepath=str(folder / "epoch_{epoch}.weights.h5"),
            save_weights_only=True,
            save_freq="epoch",
        )
    )
    return callbacks

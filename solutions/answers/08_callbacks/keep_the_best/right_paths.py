# style: paths from pathlib, the direction said, a two-digit number
def make_keepers(folder):
    place = Path(folder)
    return [
        keras.callbacks.ModelCheckpoint(
            place / "best.keras", save_best_only=True, monitor="val_acc", mode="max"
        ),
        keras.callbacks.ModelCheckpoint(place / "epoch_{epoch:02d}.weights.h5", save_weights_only=True),
    ]

# misconception: monitoring that begins after some epochs
# loses: Three epochs without progress end it; The best weights are back
# says: in a row
def make_stopper():
    return keras.callbacks.EarlyStopping(
        monitor="val_accuracy", patience=3, restore_best_weights=True, start_from_epoch=3
    )

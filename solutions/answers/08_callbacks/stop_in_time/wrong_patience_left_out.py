# misconception: no patience
# loses: Three epochs without progress end it
# says: 1 epochs after it
def make_stopper():
    return keras.callbacks.EarlyStopping(monitor="val_accuracy", restore_best_weights=True)

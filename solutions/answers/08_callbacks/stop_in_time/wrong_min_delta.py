# misconception: small progress taken for none
# loses: Three epochs without progress end it
# says: small steps
def make_stopper():
    return keras.callbacks.EarlyStopping(
        monitor="val_accuracy", min_delta=0.01, patience=3, restore_best_weights=True
    )

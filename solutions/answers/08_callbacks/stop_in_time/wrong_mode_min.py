# misconception: less accuracy taken for better
# loses: Three epochs without progress end it; It watches the validation accuracy; The best weights are back
# says: less taken for better
def make_stopper():
    return keras.callbacks.EarlyStopping(
        monitor="val_accuracy", mode="min", patience=3, restore_best_weights=True
    )

# misconception: less accuracy taken for better
# loses: It monitors the validation accuracy
# says: less taken for better
def make_stopper():
    return keras.callbacks.EarlyStopping(
        monitor="val_accuracy", mode="min", patience=3, restore_best_weights=True
    )

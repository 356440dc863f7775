# misconception: patience misspelt
# loses: Three epochs without progress end it; It monitors the validation accuracy; The best weights are back
# says: patiance; misspelt
def make_stopper():
    return keras.callbacks.EarlyStopping(monitor="val_accuracy", patiance=3, restore_best_weights=True)

# misconception: patience misspelled
# loses: Three epochs without progress end it; It monitors the validation accuracy; The best weights are back
# says: patiance; misspelled
def make_stopper():
    return keras.callbacks.EarlyStopping(monitor="val_accuracy", patiance=3, restore_best_weights=True)

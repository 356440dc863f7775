# misconception: a name that is not in the logs, made silent by mode=
# loses: It monitors the validation accuracy
# says: never stopped
def make_stopper():
    return keras.callbacks.EarlyStopping(monitor="val_acc", mode="max", patience=3, restore_best_weights=True)

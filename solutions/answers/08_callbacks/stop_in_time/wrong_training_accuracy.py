# misconception: the training accuracy watched
# loses: It monitors the validation accuracy
# says: val_
def make_stopper():
    return keras.callbacks.EarlyStopping(monitor="accuracy", patience=3, restore_best_weights=True)

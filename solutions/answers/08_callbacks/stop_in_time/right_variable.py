# style: built first, then returned
def make_stopper():
    stopper = keras.callbacks.EarlyStopping(patience=3, monitor="val_accuracy")
    stopper.restore_best_weights = True
    return stopper

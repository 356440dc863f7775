# style: the callback of Keras
def make_stopper():
    return keras.callbacks.EarlyStopping(monitor="val_accuracy", patience=3, restore_best_weights=True)

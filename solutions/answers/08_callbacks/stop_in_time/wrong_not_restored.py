# misconception: the best weights not restored
# loses: The best weights are back
# says: restored
def make_stopper():
    return keras.callbacks.EarlyStopping(monitor="val_accuracy", patience=3)

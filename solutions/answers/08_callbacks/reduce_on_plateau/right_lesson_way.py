# style: the callback of Keras
def make_reducer():
    return keras.callbacks.ReduceLROnPlateau(monitor="val_loss", factor=0.5, patience=2, min_lr=0.01)

# style: arguments by place, direction said
def make_reducer():
    return keras.callbacks.ReduceLROnPlateau("val_loss", 1 / 2, 2, mode="min", min_lr=1e-2)

# style: arguments by place, and the direction said
def make_stopper():
    return keras.callbacks.EarlyStopping("val_accuracy", 0, 3, mode="max", restore_best_weights=True)

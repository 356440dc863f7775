# misconception: the monitored name left out, so that it is val_loss
# loses: It monitors the validation accuracy
# says: another name
def make_stopper():
    return keras.callbacks.EarlyStopping(patience=3, restore_best_weights=True)

# misconception: a monitored name that is not in the logs: val_acc with the metric accuracy
# loses: It monitors the validation accuracy
# says: not in the logs
def make_stopper():
    return keras.callbacks.EarlyStopping(monitor="val_acc", patience=3, restore_best_weights=True)
